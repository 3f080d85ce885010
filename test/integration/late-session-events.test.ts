import assert from "node:assert/strict";
import { toTimestamp } from "../../src/kernel/clock.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { arrived, queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const LATE = [
  "SessionStarted",
  "TransactionStarted",
  "ChargingStarted",
  "ChargingPausedEV",
  "SessionFinished",
];

async function charges(station: StationUnderTest): Promise<void> {
  await station.evse(1).plugIn();
  await station.pass(1000);
  await station.everest.auth.swipe("RFID0001");
  await station.pass(1000);
  await station.evse(1).startCharging();
  await station.pass(1000);
}

async function leaves(station: StationUnderTest): Promise<void> {
  await station.everest.auth.swipe("RFID0001");
  await station.pass(1000);
  await station.evse(1).unplug();
  await station.pass(1000);
}

/** The EVSE says once more what it has said of an earlier session, or says it late. */
async function says({ everest, clock }: StationUnderTest, event: string, uuid: string): Promise<void> {
  const timestamp = toTimestamp(clock.wallMs());
  await everest.client.publishVar("evse_manager_1", "evse", "session_event", { uuid, timestamp, event });
}

async function connectedEv({ csms }: StationUnderTest): Promise<string | undefined> {
  const component = { name: "ConnectedEV", evse: { id: 1 } };
  const { getVariableResult } = await csms.call("GetVariables", {
    getVariableData: [{ component, variable: { name: "Available" } }],
  });
  return getVariableResult[0]?.attributeValue;
}

const statuses = ({ csms }: StationUnderTest) =>
  csms.received("StatusNotification").map(({ connectorStatus }) => connectorStatus);

function stories({ csms }: StationUnderTest): readonly (readonly string[])[] {
  const events = csms.received("TransactionEvent");
  const byId = Map.groupBy(events, ({ transactionInfo }) => transactionInfo.transactionId);
  return [...byId.values()].map((story) =>
    story.map(({ eventType, triggerReason, offline }) =>
      [eventType, triggerReason, offline && "offline"].filter(Boolean).join(" ")
    )
  );
}

const WHOLE = ["Started Authorized", "Updated ChargingStateChanged", "Ended StopAuthorized"];
const USE = ["Occupied", "Available"];

for (const event of LATE) {
  for (const start of ["PowerPathClosed", "EVConnected"]) {
    Deno.test(`a late ${event} changes neither a free EVSE nor the next session (${start}; E01.FR.08, G01.FR.03)`, async () => {
      await using station = await startStation({ everest: { evse: { stopDelayMs: 100 } } });
      await arrived(station, { start, variables: { "SampledDataCtrlr.TxUpdatedInterval": "0" } });
      await charges(station);
      const [first] = station.csms.received("TransactionEvent");
      const uuid = first?.transactionInfo.transactionId ?? "";
      await leaves(station);
      await says(station, event, uuid);
      await station.pass(60_000);
      await charges(station);
      await says(station, event, uuid);
      await station.pass(1000);
      assert.equal(await connectedEv(station), "true");
      await leaves(station);
      await queueEmptied(station);
      const whole = start === "EVConnected"
        ? ["Started CablePluggedIn", "Updated Authorized", ...WHOLE.slice(1)]
        : WHOLE;
      assert.deepEqual(stories(station), [whole, whole]);
      assert.deepEqual(statuses(station), ["Available", ...USE, ...USE]);
      const ignored = station.log.lines.filter(({ message }) =>
        message === "an event of a session that is over is ignored"
      );
      assert.deepEqual(ignored.map(({ fields }) => fields?.["kind"]), [event, event]);
    });
  }
}

Deno.test("a session that was over before the process restarted stays over", async () => {
  await using station = await startStation({ everest: { evse: { stopDelayMs: 100 } } });
  await arrived(station, { variables: { "SampledDataCtrlr.TxUpdatedInterval": "0" } });
  await charges(station);
  const [first] = station.csms.received("TransactionEvent");
  await leaves(station);
  await processRestarted(station);
  await says(station, "ChargingStarted", first?.transactionInfo.transactionId ?? "");
  await station.pass(1000);
  await queueEmptied(station);
  assert.deepEqual(stories(station), [WHOLE]);
  assert.equal(statuses(station).at(-1), "Available");
});
