import assert from "node:assert/strict";
import { feedIso15118 } from "../../../src/bridge/iso15118-feed.ts";
import { iso15118Extensions } from "../../../src/everest/interfaces/iso15118-extensions.ts";
import { type EvseId, evseId } from "../../../src/kernel/ids.ts";
import { connectionTo, FakeEverestModule } from "../../fakes/everest-module.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const EV = {
  supported_protocols: {
    Protocols: [{
      protocol_namespace: "urn:iso:15118:2:2013:MsgDef",
      version_number_major: 2,
      version_number_minor: 0,
      schema_id: 1,
      priority: 1,
    }],
  },
  selected_protocol: {
    protocol_namespace: "urn:iso:15118:2:2013:MsgDef",
    version_number_major: 2,
    version_number_minor: 0,
    schema_id: 1,
    priority: 1,
  },
  evcc_id: "00:11:22:33:44:55",
  tls_leaf_certificate: "LEAF",
};
const NEEDS = {
  requested_energy_transfer: "DC",
  dc_charging_parameters: { ev_max_current: 300, ev_max_voltage: 800 },
};

function bench(evse: EvseId | undefined) {
  const module = new FakeEverestModule();
  const log = new RecordingLogger();
  const heard: string[] = [];
  feedIso15118(
    iso15118Extensions(module, connectionTo("extensions_15118", "v2g"), log),
    evse,
    {
      onLiveValues: (values) =>
        heard.push(
          ...values.filter(({ value }) => value !== "").map(({ component, variable, value }) =>
            `${component.name}/${component.evse?.id}.${variable.name}[${variable.instance ?? ""}]=${value}`
          ),
        ),
      onChargingNeeds: (at, needs) => heard.push(`needs/${at} ${JSON.stringify(needs)}`),
    },
    log,
  );
  return { module, heard, warnings: () => log.lines.filter(({ level }) => level === "warning") };
}

Deno.test("what a mapped stack tells of the EV reaches the components of its EVSE", () => {
  const { module, heard } = bench(evseId(2));
  module.emit("v2g", "ev_info", EV);
  module.emit("v2g", "service_renegotiation_supported", true);
  module.emit("v2g", "charging_needs", NEEDS);
  assert.deepEqual(heard, [
    "ConnectedEV/2.VehicleId[]=00:11:22:33:44:55",
    "ConnectedEV/2.ProtocolAgreed[]=urn:iso:15118:2:2013:MsgDef,2,0",
    "ConnectedEV/2.VehicleCertificate[Leaf]=LEAF",
    "ConnectedEV/2.ProtocolSupportedByEV[1]=urn:iso:15118:2:2013:MsgDef,2,0",
    "ISO15118Ctrlr/2.ServiceRenegotiationSupport[]=true",
    'needs/2 {"requestedEnergyTransfer":"DC","dcChargingParameters":{"evMaxCurrent":300,"evMaxVoltage":800}}',
  ]);
});

Deno.test("what a stack without EVSE tells is dropped with a warning each", () => {
  const { module, heard, warnings } = bench(undefined);
  module.emit("v2g", "ev_info", EV);
  module.emit("v2g", "service_renegotiation_supported", true);
  module.emit("v2g", "charging_needs", NEEDS);
  assert.deepEqual(heard, []);
  assert.equal(warnings().length, 3);
});

Deno.test("needs that 2.0.1 has no words for are dropped with a warning", () => {
  const { module, heard, warnings } = bench(evseId(1));
  module.emit("v2g", "charging_needs", { requested_energy_transfer: "WPT" });
  assert.deepEqual(heard, []);
  assert.equal(warnings().length, 1);
});
