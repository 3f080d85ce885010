import assert from "node:assert/strict";
import { connectorId, evseId } from "../../../src/kernel/ids.ts";
import { generatedComponents } from "../../../src/bridge/generated-components.ts";
import {
  connectedValues,
  disconnectedValues,
  energyTransferValues,
  evInformationValues,
  evInfoValues,
  evseIdValues,
  type LiveValue,
  powerValues,
  renegotiationValues,
  supplyValues,
} from "../../../src/bridge/live-variables.ts";

const two = evseId(2);
const layout = { id: two, connectors: [{ id: connectorId(1) }, { id: connectorId(2) }] };
const capabilities = {
  max_current_A_import: 32,
  min_current_A_import: 6,
  max_phase_count_import: 3,
  min_phase_count_import: 1,
  max_current_A_export: 0,
  min_current_A_export: 0,
  max_phase_count_export: 3,
  min_phase_count_export: 1,
  supports_changing_phases_during_charging: true,
  connector_type: "IEC62196Type2Cable",
} as const;
const protocol = (name: string, priority: number) => ({
  protocol_namespace: name,
  version_number_major: 2,
  version_number_minor: 0,
  schema_id: 1,
  priority,
});

/** `Component/evse/connector.Variable[instance]=value` */
function brief({ component, variable, value }: LiveValue): string {
  const { evse } = component;
  const connector = evse?.connectorId === undefined ? "" : `/${evse.connectorId}`;
  const instance = variable.instance === undefined ? "" : `[${variable.instance}]`;
  return `${component.name}/${evse?.id}${connector}.${variable.name}${instance}=${value}`;
}

Deno.test("the EVSE's power follows the meter's total, negative when fed back", () => {
  const read = (power_W?: { total: number }) =>
    powerValues(two, { timestamp: "", energy_Wh_import: { total: 0 }, ...(power_W ? { power_W } : {}) }).map(
      brief,
    );
  assert.deepEqual(read({ total: Math.fround(11040.1) }), ["EVSE/2.Power=11040.1"]);
  assert.deepEqual(read({ total: -5 }), ["EVSE/2.Power=-5"]);
  assert.deepEqual(read({ total: 1e-9 }), ["EVSE/2.Power=0"]);
  assert.deepEqual(read({ total: 1e30 }), []);
  assert.deepEqual(read(), []);
});

Deno.test("supply phases come from the hardware, and are 0 where only direct current reaches the EV", () => {
  assert.deepEqual(supplyValues(layout, undefined, ["DC"]), []);
  assert.deepEqual(supplyValues(layout, capabilities, []).map(brief), [
    "EVSE/2.SupplyPhases=3",
    "Connector/2/1.SupplyPhases=3",
    "Connector/2/2.SupplyPhases=3",
  ]);
  assert.equal(supplyValues(layout, capabilities, ["DC_extended", "MCS"])[0]?.value, "0");
  assert.equal(supplyValues(layout, capabilities, ["DC", "AC_three_phase_core"])[0]?.value, "3");
});

Deno.test("an EVSE id is taken over when OCPP has room for it", () => {
  assert.deepEqual(evseIdValues(two, "DE*PNX*E12345*1").map(brief), [
    "EVSE/2.ISO15118EvseId=DE*PNX*E12345*1",
  ]);
  assert.deepEqual(evseIdValues(two, "x".repeat(6)), []);
  assert.equal(evseIdValues(two, "x".repeat(7)).length, 1);
  assert.equal(evseIdValues(two, "x".repeat(37)).length, 1);
  assert.deepEqual(evseIdValues(two, "x".repeat(38)), []);
});

Deno.test("energy transfer modes are told in OCPP's words, each once", () => {
  assert.deepEqual(energyTransferValues(two, ["DC_core", "DC_extended", "DC_BPT", "AC_DER_IEC"]).map(brief), [
    "V2XChargingCtrlr/2.Available=true",
    "V2XChargingCtrlr/2.Enabled=true",
    "V2XChargingCtrlr/2.SupportedEnergyTransferModes=DC,DC_BPT,AC_DER",
  ]);
  assert.equal(energyTransferValues(two, ["AC_single_phase_core"])[0]?.value, "false");
});

Deno.test("what the EV tells appears under ConnectedEV", () => {
  assert.deepEqual(connectedValues(two).map(brief), ["ConnectedEV/2.Available=true"]);
  assert.deepEqual(evInfoValues(two, { evcc_id: "AA:BB" }).map(brief), ["ConnectedEV/2.VehicleId=AA:BB"]);
  assert.deepEqual(evInfoValues(two, { soc: 5 }), []);
  const values = evInformationValues(two, {
    evcc_id: "AA:BB",
    selected_protocol: protocol("urn:iso:std:iso:15118:-20:DC", 2),
    supported_protocols: { Protocols: [protocol("urn:x", 2), protocol("urn:y", 1)] },
    tls_leaf_certificate: "LEAF",
    tls_root_certificate: "ROOT",
  }).map(brief);
  assert.deepEqual(values.slice(0, 9), [
    "ConnectedEV/2.VehicleId=AA:BB",
    "ConnectedEV/2.ProtocolAgreed=urn:iso:std:iso:15118:-20:DC,2,0",
    "ConnectedEV/2.VehicleCertificate[Leaf]=LEAF",
    "ConnectedEV/2.VehicleCertificate[SubCA1]=",
    "ConnectedEV/2.VehicleCertificate[SubCA2]=",
    "ConnectedEV/2.VehicleCertificate[Root]=ROOT",
    "ConnectedEV/2.ProtocolSupportedByEV[1]=urn:y,2,0",
    "ConnectedEV/2.ProtocolSupportedByEV[2]=urn:x,2,0",
    "ConnectedEV/2.ProtocolSupportedByEV[3]=",
  ]);
  assert.equal(values.length, 26);
});

Deno.test("every live variable beyond EVSE and Connector has a generated definition, and unplugging clears all of ConnectedEV", () => {
  const place = (value: Pick<LiveValue, "component" | "variable">) =>
    `${value.component.name}.${value.variable.name}[${value.variable.instance ?? ""}]`;
  const generated = generatedComponents([two], [two]).flatMap(({ component, variables }) =>
    variables.map(({ variable }) => place({ component, variable }))
  );
  assert.equal(new Set(generated).size, generated.length);
  const gone = disconnectedValues(two);
  const live = [
    ...gone,
    ...energyTransferValues(two, []),
    ...renegotiationValues(two, true),
  ].map(place);
  for (const name of live) assert.ok(generated.includes(name), name);
  assert.deepEqual(
    gone.map(place).sort(),
    generated.filter((name) => name.startsWith("ConnectedEV.")).sort(),
  );
  assert.ok(gone.every(({ value }) => value === "" || value === "false"));
});

Deno.test("ISO15118Ctrlr exists only where an ISO 15118 stack is connected", () => {
  const names = generatedComponents([evseId(1), two], [two]).map(({ component }) =>
    `${component.name}/${component.evse?.id}`
  );
  assert.deepEqual(names, [
    "ConnectedEV/1",
    "V2XChargingCtrlr/1",
    "ConnectedEV/2",
    "V2XChargingCtrlr/2",
    "ISO15118Ctrlr/2",
  ]);
});
