import assert from "node:assert/strict";
import { variableKey } from "../../src/variables/device-model.ts";
import {
  eventOf,
  eventsOf,
  EVSE_POWER,
  EVSE_STATE,
  monitored,
  monitoringReport,
  powerThreshold,
  setMonitors,
  settingsOf,
  SEVERITY,
} from "../conformance/harness/monitoring.ts";
import { MEASURANDS } from "../conformance/harness/meter-values.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { arrived, booted, energyTransferStarted } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import type { FakeParameter } from "../fakes/everest-manager.ts";

const LIMIT: FakeParameter = {
  name: "limit",
  value: 16,
  characteristics: { datatype: "integer", mutability: "ReadWrite" },
};
const ACCESS = { allow_global_read: true, allow_global_write: true, allow_set_read_only: true };

Deno.test("a setting of another module has monitors, too: somebody else's change is told within a minute", async () => {
  await using station = await startStation({
    everest: {
      dialect: "new",
      configuration: { modules: { evse_manager_1: { evse: [LIMIT] } }, access: ACCESS },
    },
  });
  await booted(station);
  const setting = {
    component: { name: "EvseManager", instance: "evse_manager_1", evse: { id: 1 } },
    variable: { name: "evse.limit" },
  };
  // The component is there once somebody has asked for it.
  await station.csms.call("GetVariables", { getVariableData: [setting] });
  const [id] = await monitored(station, {
    ...setting,
    type: "UpperThreshold",
    value: 20,
    severity: SEVERITY,
  });
  await station.csms.call("SetVariables", { setVariableData: [{ ...setting, attributeValue: "32" }] });
  const alert = await eventOf(station, id!);
  assert.deepEqual([alert.trigger, alert.actualValue], ["Alerting", "32"]);
  station.everest.manager.configuration?.stored.set("evse_manager_1/evse/limit", 10);
  station.everest.manager.configuration?.reboot();
  await station.pass(60_000);
  const over = await eventOf(station, id!);
  assert.deepEqual([over.actualValue, over.cleared], ["10", true]);
});

Deno.test("an error and a monitor on Problem report side by side, under numbers of one series", async () => {
  await using station = await startStation();
  await booted(station);
  const [id] = await monitored(station, {
    component: { name: "EVSE", evse: { id: 1 } },
    variable: { name: "Problem" },
    type: "Delta",
    value: 1,
    severity: SEVERITY,
  });
  const error = await station.evse(1).warn("evse_board_support/VendorWarning");
  const told = await eventOf(station, id!);
  assert.deepEqual([told.actualValue, told.eventNotificationType], ["true", "CustomMonitor"]);
  await station.pass(5000);
  await station.everest.client.clearError(error);
  assert.equal((await eventOf(station, id!)).actualValue, "false");
  await station.settle();
  const events = station.csms.received("NotifyEvent").flatMap(({ eventData }) => eventData);
  const errors = events.filter(({ eventNotificationType }) =>
    eventNotificationType === "HardWiredNotification"
  );
  assert.deepEqual(errors.map(({ cleared }) => cleared), [false, true]);
  assert.ok(errors.every(({ variableMonitoringId }) => variableMonitoringId === undefined));
  assert.equal(new Set(events.map(({ eventId }) => eventId)).size, events.length);
});

Deno.test("a meter that flaps at 2 Hz around a bound costs one message in 5 seconds and hides nothing of its end", async () => {
  await using station = await startStation({ everest: { evse: { meterIntervalMs: 500 } } });
  const visit = await arrived(station);
  const [id] = await monitored(station, powerThreshold("UpperThreshold", 100));
  await energyTransferStarted(visit);
  for (let round = 0; round < 10; round++) {
    await station.evse(1).pauseEv();
    await station.pass(1000);
    await station.evse(1).startCharging();
    await station.pass(1000);
  }
  await station.pass(6000);
  const told = eventsOf(station, id!);
  assert.ok(told.length <= 1 + 26 / 5, String(told.length));
  assert.ok(Number(told.at(-1)?.actualValue) > 100, "it charges, and the CSMS knows");
  assert.equal(told.at(-1)?.cleared, false);
});

Deno.test("an alert of before a restart of the process is cleared after it, once", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { stop: "EVConnected" });
  const [id] = await monitored(station, powerThreshold("UpperThreshold", 100));
  await energyTransferStarted(visit);
  await station.pass(1000);
  assert.equal((await eventOf(station, id!)).trigger, "Alerting");
  await station.evse(1).pauseEv();
  await processRestarted(station);
  await station.pass(10_000);
  const over = await eventOf(station, id!);
  assert.deepEqual([over.trigger, over.cleared], ["Alerting", true]);
  assert.equal(eventsOf(station, id!).length, 2);
});

Deno.test("requests for monitors that a CSMS sends without waiting for answers all count, before and after a restart", async () => {
  await using station = await startStation();
  await booted(station);
  const delta = (severity: number) => ({ ...EVSE_STATE, type: "Delta", value: 1, severity } as const);
  const [first, again, second] = (await Promise.all([
    setMonitors(station, delta(1)),
    setMonitors(station, delta(1)),
    setMonitors(station, delta(2)),
  ])).flat();
  assert.deepEqual([first?.status, again?.status, second?.status], ["Accepted", "Duplicate", "Accepted"]);
  const [cleared] = await Promise.all([
    station.csms.call("ClearVariableMonitoring", { id: [first!.id!] }),
    setMonitors(station, delta(3)),
  ]);
  assert.deepEqual(cleared.clearMonitoringResult.map(({ status }) => status), ["Accepted"]);
  const severities = async () => settingsOf(await monitoringReport(station)).map(({ severity }) => severity);
  assert.deepEqual(await severities(), [2, 3]);
  await processRestarted(station);
  assert.deepEqual(await severities(), [2, 3]);
});

const FILE_DELTA = {
  type: "Delta",
  value: 1,
  severity: SEVERITY,
  config_type: "PreconfiguredMonitor",
} as const;

Deno.test("a variable has one monitor of a type and severity, whatever base the CSMS chooses and whatever the files say later", async () => {
  await using station = await startStation({ monitors: { "EVSE[1].AvailabilityState": [FILE_DELTA] } });
  const { csms } = station;
  await booted(station);
  const [file] = settingsOf(await monitoringReport(station));
  const delta = { ...EVSE_STATE, type: "Delta", value: 2, severity: SEVERITY } as const;
  await csms.call("ClearVariableMonitoring", { id: [file!.id] });
  const [own] = await monitored(station, delta);
  const present = async () => settingsOf(await monitoringReport(station)).map(({ id }) => id);
  // It leaves what the CSMS set, and brings back only what does not equal it (N03.FR.03, N04.FR.10).
  await csms.call("SetMonitoringBase", { monitoringBase: "All" });
  assert.deepEqual(await present(), [own]);
  await processRestarted(station);
  assert.deepEqual(await present(), [own]);
  await csms.call("SetMonitoringBase", { monitoringBase: "HardWiredOnly" });
  const [again] = await monitored(station, delta);
  await csms.call("SetMonitoringBase", { monitoringBase: "All" });
  assert.deepEqual(await present(), [again]);
  await station.evse(1).plugIn();
  await eventOf(station, again!);
  await station.pass(1000);
  assert.equal(csms.received("NotifyEvent").flatMap(({ eventData }) => eventData).length, 1);
  await csms.call("SetMonitoringBase", { monitoringBase: "FactoryDefault" });
  assert.deepEqual(await present(), [file!.id]);
});

Deno.test("what a CSMS adds to the names of a variable is not repeated in the messages of its monitor", async () => {
  await using station = await startStation();
  const { csms } = station;
  await booted(station);
  const customData = { vendorId: "example", note: "y".repeat(30_000) };
  const component = { ...EVSE_STATE.component, name: "evse", customData };
  const variable = { ...EVSE_STATE.variable, customData };
  const { setMonitoringResult: [result] } = await csms.call("SetVariableMonitoring", {
    setMonitoringData: [{ component, variable, type: "Delta", value: 1, severity: SEVERITY }],
  });
  await station.evse(1).plugIn();
  const event = await eventOf(station, result!.id!);
  assert.deepEqual({ component: event.component, variable: event.variable }, EVSE_STATE);
  const reported = async () =>
    (await monitoringReport(station)).map(({ component, variable }) => ({ component, variable }));
  assert.deepEqual(await reported(), [EVSE_STATE]);
  await processRestarted(station);
  assert.deepEqual(await reported(), [EVSE_STATE]);
});

Deno.test("events, answers and reports cut values to the same length", async () => {
  await using station = await startStation({ variables: { "DeviceDataCtrlr.ReportingValueSize": 100 } });
  await booted(station);
  const { csms } = station;
  const list = variableKey("SampledDataCtrlr", "TxUpdatedMeasurands");
  const [id] = await monitored(station, { ...list, type: "Delta", value: 1, severity: SEVERITY });
  const attributeValue = `${MEASURANDS},Energy.Active.Export.Register`;
  const cut = attributeValue.slice(0, 100);
  assert.ok(cut.length < attributeValue.length);
  await csms.call("SetVariables", { setVariableData: [{ ...list, attributeValue }] });
  assert.equal((await eventOf(station, id!)).actualValue, cut);
  const { getVariableResult } = await csms.call("GetVariables", { getVariableData: [list] });
  assert.equal(getVariableResult[0]?.attributeValue, cut);
  await csms.call("GetReport", { requestId: 1, componentVariable: [list] });
  const { payload } = await csms.expect("NotifyReport");
  assert.equal(payload.reportData?.[0]?.variableAttribute[0]?.value, cut);
});

Deno.test("the alert of a monitor that works during transactions is cleared with each of them", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { stop: "EVConnected" });
  const [id] = await monitored(station, {
    ...EVSE_POWER,
    type: "UpperThreshold",
    value: 1000,
    severity: SEVERITY,
    transaction: true,
  });
  await energyTransferStarted(visit);
  await station.pass(20_000);
  await station.evse(1).unplug();
  await station.pass(20_000);
  assert.deepEqual(eventsOf(station, id!).map(({ cleared }) => cleared), [false, true]);
});

Deno.test("what is not queued for a CSMS that is away is not queued for one that has not accepted the station either", async () => {
  await using station = await startStation({
    variables: { "MonitoringCtrlr.OfflineQueuingSeverity": 4 },
  });
  const { csms, clock } = station;
  await booted(station);
  const [id] = await monitored(station, { ...EVSE_STATE, type: "Periodic", value: 10, severity: 9 });
  let status: "Pending" | "Accepted" = "Pending";
  csms.on("BootNotification", () => ({
    status,
    interval: 60,
    currentTime: new Date(clock.wallMs()).toISOString(),
  }));
  await processRestarted(station);
  await station.pass(45_000);
  const beforeMs = clock.wallMs();
  status = "Accepted";
  await station.pass(60_000);
  const events = eventsOf(station, id!);
  assert.ok(events.length > 0, "periodic again");
  assert.ok(events.every(({ timestamp }) => Date.parse(timestamp) > beforeMs), "none of before");
});
