import assert from "node:assert/strict";
import { join } from "node:path";
import {
  eventOf,
  eventsOf,
  EVSE_STATE,
  monitored,
  monitoringReport,
  setMonitors,
  settingsOf,
  STATE_DELTA,
} from "../conformance/harness/monitoring.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { command } from "./command-runner.ts";

/** To be called while the station is down: its maker edits the file. */
function setAvailable({ directory }: StationUnderTest, controller: string, value: "true" | "false"): void {
  const path = join(directory, "component_config", "standardized", `${controller}.json`);
  const file = JSON.parse(Deno.readTextFileSync(path));
  file.properties.Available.attributes[0].value = value === "true";
  Deno.writeTextFileSync(path, JSON.stringify(file));
}

Deno.test("without monitoring no monitor reports, every request is refused, and what is installed waits", async () => {
  await using station = await startStation();
  const { csms } = station;
  await booted(station);
  const periodic = { ...EVSE_STATE, type: "Periodic", value: 10, severity: 5 } as const;
  const [delta, beat] = await monitored(station, { ...EVSE_STATE, ...STATE_DELTA }, periodic);
  const before = settingsOf(await monitoringReport(station));
  await processRestarted(station, () => setAvailable(station, "MonitoringCtrlr", "false"));
  const heard = eventsOf(station, beat!).length;
  await station.evse(1).plugIn();
  await station.pass(30_000);
  assert.deepEqual([eventsOf(station, delta!).length, eventsOf(station, beat!).length], [0, heard]);

  const info = {
    reasonCode: "NotEnabled",
    additionalInfo: "MonitoringCtrlr is not available on this station",
  };
  const [refused, replaced] = await setMonitors(station, { ...periodic, value: 5 }, {
    ...periodic,
    id: beat!,
  });
  assert.deepEqual([refused?.status, refused?.statusInfo], ["Rejected", info]);
  assert.deepEqual([replaced?.status, replaced?.id], ["Rejected", beat]);
  assert.deepEqual(
    (await csms.call("ClearVariableMonitoring", { id: [delta!, 4711] })).clearMonitoringResult,
    [
      { id: delta, status: "Rejected", statusInfo: info },
      { id: 4711, status: "Rejected", statusInfo: info },
    ],
  );
  assert.deepEqual(
    [
      await csms.call("SetMonitoringLevel", { severity: 3 }),
      await csms.call("SetMonitoringBase", { monitoringBase: "HardWiredOnly" }),
      await csms.call("GetMonitoringReport", { requestId: 1 }),
    ],
    [
      { status: "Rejected", statusInfo: info },
      { status: "NotSupported", statusInfo: info },
      { status: "NotSupported", statusInfo: info },
    ],
  );
  const { lines } = await command(station, "monitors list", { columns: 160 });
  assert.match(lines[0]!, /events up to severity 9, monitoring is switched off\.$/);
  assert.match(lines.at(-1)!, /MonitoringCtrlr\.Available is false$/);

  await processRestarted(station, () => setAvailable(station, "MonitoringCtrlr", "true"));
  assert.equal((await eventOf(station, delta!)).actualValue, "Occupied");
  assert.deepEqual(settingsOf(await monitoringReport(station)), before);
});
