import assert from "node:assert/strict";
import { ISO15118_VARIABLES, startIso15118Station } from "../conformance/harness/certificates.ts";
import {
  certificatesInstalled,
  EMAID,
  newContract,
  plugAndChargeOf,
} from "../conformance/harness/plug-and-charge.ts";
import { backOnline, booted, configured, goneOffline } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { type Certified, createCertificate } from "../fakes/pki/certificate.ts";

const PROTOCOL = {
  protocol_namespace: "urn:iso:15118:2:2013:MsgDef",
  version_number_major: 2,
  version_number_minor: 0,
  schema_id: 1,
  priority: 1,
};
const EV = {
  supported_protocols: { Protocols: [PROTOCOL] },
  selected_protocol: PROTOCOL,
  evcc_id: "00:11:22:33:44:55",
  tls_leaf_certificate: "LEAF",
};
const NEEDS = {
  requested_energy_transfer: "DC",
  dc_charging_parameters: { ev_max_current: 300, ev_max_voltage: 800 },
} as const;

/** `Component[evse].Variable[instance]` and what the CSMS gets to see of it. */
async function values(station: StationUnderTest, ...names: string[]): Promise<(string | undefined)[]> {
  const { getVariableResult } = await station.csms.call("GetVariables", {
    getVariableData: names.map((text) => {
      const [, name = "", evse, variable = "", instance] =
        /^(\w+)(?:\[(\d+)\])?\.(\w+)(?:\[(\w+)\])?$/.exec(text) ?? [];
      return {
        component: { name, ...(evse && { evse: { id: Number(evse) } }) },
        variable: { name: variable, ...(instance && { instance }) },
      };
    }),
  });
  return getVariableResult.map(({ attributeStatus, attributeValue }) =>
    attributeStatus === "Accepted" ? attributeValue : attributeStatus
  );
}

const EV_VARIABLES = [
  "ConnectedEV[1].Available",
  "ConnectedEV[1].VehicleId",
  "ConnectedEV[1].ProtocolAgreed",
  "ConnectedEV[1].ProtocolSupportedByEV[1]",
  "ConnectedEV[1].VehicleCertificate[Leaf]",
];

Deno.test("what the ISO 15118 stack tells of the EV is seen in the device model until the EV is gone", async () => {
  await using station = await startIso15118Station();
  const { everest } = station;
  await booted(station);
  await station.evse(1).plugIn();
  await everest.iso15118.evInfo(EV);
  await everest.iso15118.serviceRenegotiation(true);
  await station.settle();
  const name = "urn:iso:15118:2:2013:MsgDef,2,0";
  assert.deepEqual(await values(station, ...EV_VARIABLES), ["true", EV.evcc_id, name, name, "LEAF"]);
  assert.deepEqual(
    await values(station, "ISO15118Ctrlr[1].ServiceRenegotiationSupport", "ISO15118Ctrlr[1].Enabled"),
    ["true", "true"],
  );
  await station.evse(1).unplug();
  await station.settle();
  assert.deepEqual(await values(station, ...EV_VARIABLES), ["false", "", "", "", ""]);
});

Deno.test("a station that an ISO 15118 stack is connected to says so, whatever its files say", async () => {
  const { "ISO15118Ctrlr.Available": _, ...variables } = ISO15118_VARIABLES;
  await using station = await startStation({ variables, everest: { iso15118: "connected" } });
  await booted(station);
  assert.deepEqual(await values(station, "ISO15118Ctrlr.Available"), ["true"]);
  await configured(station, { "ISO15118Ctrlr.PnCEnabled": "false" });
});

Deno.test("a station without says that it has no ISO 15118, and takes no settings for it", async () => {
  await using station = await startStation();
  await booted(station);
  const read = await values(station, "ISO15118Ctrlr.Available", "ISO15118Ctrlr[1].Enabled");
  assert.deepEqual(read, ["false", "UnknownComponent"]);
  const { setVariableResult: [result] } = await station.csms.call("SetVariables", {
    setVariableData: [{
      component: { name: "ISO15118Ctrlr" },
      variable: { name: "PnCEnabled" },
      attributeValue: "true",
    }],
  });
  assert.equal(result?.attributeStatus, "Rejected");
  assert.equal(result.attributeStatusInfo?.reasonCode, "NotEnabled");
  const trigger = await station.csms.call("TriggerMessage", { requestedMessage: "SignV2GCertificate" });
  assert.equal(trigger.status, "Rejected");
  assert.equal(trigger.statusInfo?.reasonCode, "NotEnabled");
});

Deno.test("every EVSE knows the Plug & Charge settings from the start on, and each change of them", async () => {
  await using station = await startIso15118Station({ everest: { evses: 2, iso15118: "connected" } });
  const { everest } = station;
  const told = () => everest.record.callsOf("set_plug_and_charge_configuration");
  await booted(station);
  await station.settle();
  assert.deepEqual(told().map(({ moduleId }) => moduleId), ["evse_manager_1", "evse_manager_2"]);
  assert.deepEqual(plugAndChargeOf(everest), {
    pnc_enabled: true,
    central_contract_validation_allowed: false,
    contract_certificate_installation_enabled: true,
  });
  await configured(station, { "ISO15118Ctrlr.PnCEnabled": "false" });
  await station.settle();
  assert.equal(told().length, 4);
  assert.deepEqual(told().at(-1)?.args, { plug_and_charge_configuration: { pnc_enabled: false } });
});

Deno.test("what a stack without EVSE tells of its EV is dropped with a warning; its vehicles still get certificates", async () => {
  await using station = await startIso15118Station({ everest: { iso15118: "unmapped" } });
  const { csms, everest, log } = station;
  csms.on("Get15118EVCertificate", () => ({ status: "Accepted", exiResponse: "BBBB" }));
  await booted(station);
  await everest.iso15118.evInfo(EV);
  await everest.iso15118.chargingNeeds(NEEDS);
  await everest.iso15118.requestCertificate({
    exi_request: "AAAA",
    iso15118_schema_version: PROTOCOL.protocol_namespace,
    certificate_action: "Update",
  });
  await csms.expect("Get15118EVCertificate");
  await station.settle();
  assert.deepEqual(csms.received("NotifyEVChargingNeeds"), []);
  assert.deepEqual(await values(station, "ISO15118Ctrlr[1].Enabled"), ["UnknownComponent"]);
  const dropped = log.lines.filter(({ level, message }) =>
    level === "warning" && message.includes("mapping")
  );
  assert.deepEqual(dropped.map(({ fields }) => fields["what"]), ["ev_info", "charging_needs"]);
});

Deno.test("needs of an EV that nobody could be told of are not passed off as new later (K15.FR.15)", async () => {
  await using station = await startIso15118Station();
  const { csms, everest } = station;
  await booted(station);
  await station.evse(1).plugIn();
  await goneOffline(station);
  await everest.iso15118.chargingNeeds(NEEDS);
  await station.settle();
  await backOnline(station);
  await station.settle();
  assert.deepEqual(csms.received("NotifyEVChargingNeeds"), []);
  // K17.FR.01: what it says from now on is told.
  await everest.iso15118.chargingNeeds(NEEDS);
  const { payload } = await csms.expect("NotifyEVChargingNeeds");
  assert.equal(payload.evseId, 1);
});

Deno.test("an EVSE that restarts alone is told the settings again before it is let go", async () => {
  await using station = await startIso15118Station();
  const { everest } = station;
  await booted(station);
  await station.settle();
  const before = everest.record.calls.length;
  await everest.client.publishVar("evse_manager_1", "evse", "waiting_for_external_ready", true);
  await station.settle();
  const told = everest.record.calls.slice(before).map(({ command }) => command)
    .filter((command) => command !== "enable_disable");
  assert.deepEqual(told, ["set_plug_and_charge_configuration", "external_ready_to_start_charging"]);
});

/** What Auth gets for a contract. */
async function validated({ everest }: StationUnderTest, certificate: Certified): Promise<unknown> {
  const provided_token = {
    id_token: { value: EMAID, type: "eMAID" },
    authorization_type: "PlugAndCharge",
    certificate: certificate.cert,
  };
  const reply = await everest.client.call(everest.moduleId, "auth_validator", "validate_token", {
    provided_token,
  });
  return reply.kind === "result" ? reply.value : reply;
}

Deno.test("Auth hears what is wrong with a contract, from the CSMS or offline from the station", async () => {
  await using station = await startIso15118Station();
  const { csms } = station;
  csms.on("Authorize", () => ({
    idTokenInfo: { status: "Invalid", groupIdToken: { idToken: "G1", type: "Central" } },
    certificateStatus: "ContractCancelled",
  }));
  await booted(station);
  await configured(station, {
    "ISO15118Ctrlr.ContractValidationOffline": "true",
    "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true",
  });
  const contract = await newContract();
  await certificatesInstalled(station, contract);
  assert.deepEqual(await validated(station, contract.certificate), {
    authorization_status: "Invalid",
    certificate_status: "ContractCancelled",
    parent_id_token: { value: "G1", type: "Central" },
    tariff_messages: [],
  });
  const stranger = await newContract();
  const nobody = { authorization_status: "Invalid", tariff_messages: [] };
  assert.deepEqual(await validated(station, stranger.certificate), nobody);

  await goneOffline(station);
  // The certificate is good, but the cache knows what the CSMS said about its token (C07.FR.11).
  assert.deepEqual(await validated(station, contract.certificate), {
    authorization_status: "Invalid",
    certificate_status: "Accepted",
    parent_id_token: { value: "G1", type: "Central" },
    tariff_messages: [],
  });
  await backOnline(station);
  assert.deepEqual(await csms.call("ClearCache", {}), { status: "Accepted" });
  await goneOffline(station);
  assert.deepEqual(await validated(station, contract.certificate), {
    authorization_status: "Accepted",
    certificate_status: "Accepted",
    tariff_messages: [],
  });
  const { issuer } = contract;
  const expired = await createCertificate({ commonName: EMAID, issuer, notAfter: new Date(0) });
  assert.deepEqual(await validated(station, expired), {
    authorization_status: "Expired",
    certificate_status: "CertificateExpired",
    tariff_messages: [],
  });
  const unknown = { authorization_status: "Unknown", tariff_messages: [] };
  assert.deepEqual(await validated(station, stranger.certificate), unknown);
});
