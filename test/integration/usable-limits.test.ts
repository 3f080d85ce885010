import assert from "node:assert/strict";
import { variableKey } from "../../src/variables/device-model.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { storeVariable } from "../fakes/stored-variable.ts";

/** A limit by component, variable and instance; the first value that is too low, and the lowest usable one. */
const LIMITS: readonly (readonly [
  component: string,
  variable: string,
  instance: string | undefined,
  tooLow: string,
  lowest: string,
])[] = [
  ...["GetReport", "GetVariables", "SetVariables"].flatMap((action) => [
    ["DeviceDataCtrlr", "BytesPerMessage", action, "999", "1000"] as const,
    ["DeviceDataCtrlr", "ItemsPerMessage", action, "0", "1"] as const,
  ]),
  ...["ClearVariableMonitoring", "SetVariableMonitoring"].flatMap((action) => [
    ["MonitoringCtrlr", "BytesPerMessage", action, "999", "1000"] as const,
    ["MonitoringCtrlr", "ItemsPerMessage", action, "0", "1"] as const,
  ]),
  ["LocalAuthListCtrlr", "BytesPerMessage", undefined, "999", "1000"],
  ["LocalAuthListCtrlr", "ItemsPerMessage", undefined, "0", "1"],
  ["DeviceDataCtrlr", "ConfigurationValueSize", undefined, "99", "100"],
  ["DeviceDataCtrlr", "ReportingValueSize", undefined, "99", "100"],
  ["InternalCtrlr", "MaxMessageSize", undefined, "999", "1000"],
  ["InternalCtrlr", "MaxCustomerInformationDataLength", undefined, "511", "512"],
  ["InternalCtrlr", "WebsocketPongTimeout", undefined, "0", "1"],
  ["InternalCtrlr", "ClientCertificateExpireCheckIntervalSeconds", undefined, "0", "1"],
  ["InternalCtrlr", "V2GCertificateExpireCheckIntervalSeconds", undefined, "0", "1"],
  ["OCPPCommCtrlr", "HeartbeatInterval", undefined, "0", "1"],
  ["OCPPCommCtrlr", "MessageAttempts", "TransactionEvent", "0", "1"],
  ["OCPPCommCtrlr", "MessageTimeout", "Default", "0", "1"],
  ["OCPPCommCtrlr", "NetworkProfileConnectionAttempts", undefined, "0", "1"],
  ["SecurityCtrlr", "MaxCertificateChainSize", undefined, "999", "1000"],
  ["SmartChargingCtrlr", "PeriodsPerSchedule", undefined, "0", "1"],
  ["SmartChargingCtrlr", "ProfileStackLevel", undefined, "-1", "0"],
];

/** The value as the CSMS reads it, which is what such a limit must not prevent. */
async function valueOf(station: StationUnderTest, [component, variable, instance]: typeof LIMITS[number]) {
  const { getVariableResult: [result] } = await station.csms.call("GetVariables", {
    getVariableData: [variableKey(component, variable, instance)],
  });
  return result?.attributeValue;
}

/** What a module of EVerest, which read-only variables do not stop, is answered. */
async function setByModule(station: StationUnderTest, values: "tooLow" | "lowest"): Promise<string[]> {
  const { client, moduleId } = station.everest;
  const requests = LIMITS.map(([component, variable, instance, tooLow, lowest]) => ({
    component_variable: variableKey(component, variable, instance),
    value: values === "tooLow" ? tooLow : lowest,
  }));
  const answer = await client.call(moduleId, "ocpp_generic", "set_variables", { requests, source: "test" });
  assert.ok(answer.kind === "result");
  return (answer.value as { status: string }[]).map(({ status }) => status);
}

Deno.test("no module sets a limit with which the station refuses whatever its CSMS asks", async () => {
  await using station = await startStation();
  await booted(station);
  const before = await Promise.all(LIMITS.map((limit) => valueOf(station, limit)));
  assert.deepEqual(await setByModule(station, "tooLow"), LIMITS.map(() => "Rejected"));
  for (const [index, limit] of LIMITS.entries()) {
    assert.equal(await valueOf(station, limit), before[index], limit.join());
  }
  const lowest = await setByModule(station, "lowest");
  assert.deepEqual(lowest.filter((status) => !/^(Accepted|RebootRequired)$/.test(status)), []);
});

Deno.test("the CSMS still reads, sets and monitors with the lowest limits there can be", async () => {
  await using station = await startStation();
  await booted(station);
  await setByModule(station, "lowest");
  const { csms } = station;
  const { setVariableResult } = await csms.call("SetVariables", {
    setVariableData: [{ ...variableKey("OCPPCommCtrlr", "OfflineThreshold"), attributeValue: "77" }],
  });
  assert.equal(setVariableResult[0]?.attributeStatus, "Accepted");
  const { setMonitoringResult } = await csms.call("SetVariableMonitoring", {
    setMonitoringData: [{
      ...variableKey("EVSE", "AvailabilityState"),
      component: { name: "EVSE", evse: { id: 1 } },
      ...{ type: "Delta", value: 1, severity: 5 },
    }],
  });
  assert.equal(setMonitoringResult[0]?.status, "Accepted");
  const { status } = await csms.call("SendLocalList", {
    versionNumber: 1,
    updateType: "Full",
    localAuthorizationList: [{
      idToken: { idToken: "x".repeat(36), type: "ISO14443" },
      idTokenInfo: { status: "Accepted", groupIdToken: { idToken: "x".repeat(36), type: "Central" } },
    }],
  });
  assert.equal(status, "Accepted");
  const { status: reported } = await csms.call("GetReport", {
    requestId: 1,
    componentVariable: [variableKey("OCPPCommCtrlr", "OfflineThreshold")],
  });
  assert.equal(reported, "Accepted");
  await csms.expect("NotifyReport");
});

Deno.test("a component file with such limits: they are ignored and named", async () => {
  const nameOf = ([component, variable, instance]: typeof LIMITS[number]) =>
    `${component}.${variable}${instance === undefined ? "" : `[${instance}]`}`;
  await using station = await startStation({
    variables: Object.fromEntries(LIMITS.map((limit) => [nameOf(limit), limit[3]])),
  });
  await booted(station);
  for (const limit of LIMITS) assert.notEqual(await valueOf(station, limit), limit[3], limit.join());
  const named = station.log.lines.filter(({ fields }) =>
    JSON.stringify(fields).includes("the initial value of Actual is ignored")
  );
  assert.ok(named.length > 0);
});

Deno.test("such a limit that was stored before counts no longer", async () => {
  const key = variableKey("DeviceDataCtrlr", "BytesPerMessage", "GetVariables");
  await using station = await startStation();
  await booted(station);
  const path = String(station.parameters["DeviceModelDatabasePath"]);
  await processRestarted(station, () => storeVariable(path, key, "3", "everest"));
  const { getVariableResult } = await station.csms.call("GetVariables", { getVariableData: [key] });
  assert.equal(getVariableResult[0]?.attributeValue, "65536");
  assert.ok(station.log.lines.some(({ message }) => message === "a stored value is not used"));
});
