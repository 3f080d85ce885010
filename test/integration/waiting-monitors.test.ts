import assert from "node:assert/strict";
import { join } from "node:path";
import type { SetMonitoringDataType } from "../../src/ocpp/messages.ts";
import { rebooted } from "../conformance/harness/availability.ts";
import {
  assertNoMonitors,
  eventOf,
  monitored,
  monitoringReport,
  settingsOf,
} from "../conformance/harness/monitoring.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import type { FakeParameter } from "../fakes/everest-manager.ts";

const LIMIT: FakeParameter = {
  name: "limit",
  value: 16,
  characteristics: { datatype: "integer", mutability: "ReadWrite" },
};
const MODULES = { evse_manager_1: { evse: [LIMIT] } };
const ACCESS = { allow_global_read: true, allow_global_write: true, allow_set_read_only: true };
const SETTING = {
  component: { name: "EvseManager", instance: "evse_manager_1", evse: { id: 1 } },
  variable: { name: "evse.limit" },
};
const BOUND: SetMonitoringDataType = { ...SETTING, type: "UpperThreshold", value: 18, severity: 2 };

function start(dialect: "old" | "new"): Promise<StationUnderTest> {
  return startStation({ everest: { dialect, configuration: { modules: MODULES, access: ACCESS } } });
}

async function stationRebooted(station: StationUnderTest): Promise<void> {
  await rebooted(station);
  await station.csms.expect("BootNotification");
  await station.settle();
}

for (const [what, restarted] of [["process", processRestarted], ["station", stationRebooted]] as const) {
  for (const dialect of ["old", "new"] as const) {
    Deno.test(`a monitor on a setting of another module outlives a restart of the ${what} (${dialect} bus)`, async () => {
      await using station = await start(dialect);
      await booted(station);
      const [id] = await monitored(station, BOUND);
      await restarted(station);
      assert.deepEqual(settingsOf(await monitoringReport(station)).map((one) => one.id), [id]);
      station.everest.manager.configuration?.stored.set("evse_manager_1/evse/limit", 20);
      station.everest.manager.configuration?.reboot();
      await station.csms.call("GetVariables", { getVariableData: [SETTING] });
      const alert = await eventOf(station, id!);
      assert.deepEqual([alert.trigger, alert.actualValue], ["Alerting", "20"]);
    });
  }
}

Deno.test("while the manager is silent after a restart, the monitor waits; it works once the manager answers", async () => {
  await using station = await start("old");
  await booted(station);
  const [id] = await monitored(station, BOUND);
  const { manager } = station.everest;
  await station.stop();
  manager.mood = "silent";
  station.start();
  await station.clock.fire("everest.dialect");
  await station.clock.fire("everest.configuration-read");
  await station.csms.expect("BootNotification");
  await station.settle();
  assert.deepEqual(settingsOf(await monitoringReport(station)).map((one) => one.id), [id]);
  manager.configuration?.stored.set("evse_manager_1/evse/limit", 20);
  manager.configuration?.reboot();
  manager.mood = "answers";
  await station.pass(70_000);
  assert.equal((await eventOf(station, id!)).actualValue, "20");
});

Deno.test("a monitor on a setting that EVerest no longer has is removed, once the manager has told everything", async () => {
  await using station = await start("new");
  await booted(station);
  const ids = await monitored(station, BOUND);
  assert.equal(ids.length, 1);
  await station.stop();
  station.everest.manager.configuration?.withdraw("evse_manager_1");
  station.start();
  await station.clock.fire("everest.dialect");
  await station.csms.expect("BootNotification");
  await station.settle();
  await assertNoMonitors(station);
  assert.match(station.log.messages("warning").join(), /a monitor is removed/);
});

Deno.test("a monitor that waits for its variable can be cleared, and stays cleared", async () => {
  await using station = await start("new");
  await booted(station);
  const [id] = await monitored(station, BOUND);
  await station.stop();
  station.everest.manager.mood = "silent";
  station.start();
  await station.clock.fire("everest.dialect");
  await station.clock.fire("everest.configuration-read");
  await station.csms.expect("BootNotification");
  await station.settle();
  const { clearMonitoringResult } = await station.csms.call("ClearVariableMonitoring", { id: [id!] });
  assert.deepEqual(clearMonitoringResult.map(({ status }) => status), ["Accepted"]);
  station.everest.manager.mood = "answers";
  await station.pass(70_000);
  await assertNoMonitors(station);
});

const HEATER = {
  name: "Heater",
  evse_id: 1,
  properties: {
    T: {
      variable_name: "Temperature",
      characteristics: { dataType: "decimal", supportsMonitoring: true },
      attributes: [{ type: "Actual", mutability: "ReadOnly", value: 21 }],
      monitors: [{ type: "UpperThreshold", value: 80, severity: 3, config_type: "PreconfiguredMonitor" }],
    },
  },
};
const TEMPERATURE = {
  component: { name: "Heater", evse: { id: 1 } },
  variable: { name: "Temperature" },
};

Deno.test("a component file that is broken at one start costs no monitor, and brings no cleared one back", async () => {
  await using station = await startStation({ start: false });
  const path = join(station.directory, "component_config", "custom", "Heater_1.json");
  const write = (text: string) => Deno.writeTextFile(path, text);
  await write(JSON.stringify(HEATER));
  station.start();
  await booted(station);
  const [preconfigured] = settingsOf(await monitoringReport(station));
  await station.csms.call("ClearVariableMonitoring", { id: [preconfigured!.id] });
  const [id] = await monitored(station, { ...TEMPERATURE, type: "LowerThreshold", value: 3, severity: 2 });
  await write(JSON.stringify(HEATER).slice(0, -3));
  await processRestarted(station);
  await write(JSON.stringify(HEATER));
  await processRestarted(station);
  assert.deepEqual(settingsOf(await monitoringReport(station)).map((one) => one.id), [id]);
  // Gone from a file that is whole: this is meant.
  await write(JSON.stringify({ ...HEATER, properties: {} }));
  await processRestarted(station);
  await assertNoMonitors(station);
});
