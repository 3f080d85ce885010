import assert from "node:assert/strict";
import { startIso15118Station } from "../conformance/harness/certificates.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import type { StationUnderTest } from "../conformance/harness/station-under-test.ts";

const ofEvse = (component: string, variable: string, instance?: string) => ({
  component: { name: component, evse: { id: 1 } },
  variable: { name: variable, ...(instance === undefined ? {} : { instance }) },
});
const POWER = ofEvse("EVSE", "Power");
const PLUGGED = ofEvse("ConnectedEV", "Available");
const PROTOCOL = ofEvse("ConnectedEV", "ProtocolSupportedByEV", "1");

/** What was told of monitored variables so far: value by value of each. */
function told({ everest }: StationUnderTest, wanted: ReturnType<typeof ofEvse>): string[] {
  return everest.record.published.filter(({ variable }) => variable === "event_data")
    .map(({ value }) => value as { readonly component_variable: unknown; readonly actual_value: string })
    .filter(({ component_variable }) => JSON.stringify(component_variable) === JSON.stringify(wanted))
    .map(({ actual_value }) => actual_value);
}

Deno.test("what the bus tells is monitored like what the CSMS sets, instances included", async () => {
  await using station = await startIso15118Station();
  const { everest } = station;
  await booted(station);
  const component_variables = [POWER, PLUGGED, PROTOCOL];
  const reply = await everest.client.call(everest.moduleId, "ocpp_generic", "monitor_variables", {
    component_variables,
  });
  assert.equal(reply.kind, "result");
  await station.evse(1).plugIn();
  await everest.auth.swipe("RFID0001");
  await station.evse(1).startCharging();
  await everest.iso15118.evInfo({
    evcc_id: "AA:BB:CC:DD:EE:FF",
    selected_protocol: protocol(2),
    supported_protocols: { Protocols: [protocol(2)] },
  });
  await station.pass(2000);
  await station.evse(1).unplug();
  await station.settle();
  assert.deepEqual(told(station, PLUGGED), ["true", "false"]);
  assert.ok(told(station, POWER).some((value) => Number(value) > 1000), told(station, POWER).join());
  assert.deepEqual(told(station, PROTOCOL), ["urn:x,2,0", ""]);
});

const protocol = (version_number_major: number) => ({
  protocol_namespace: "urn:x",
  version_number_major,
  version_number_minor: 0,
  schema_id: 1,
  priority: 1,
});
