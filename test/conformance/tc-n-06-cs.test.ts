import assert from "node:assert/strict";
import {
  assertNoMonitors,
  monitored,
  monitoringReport,
  namesOf,
  STATE_DELTA,
  STATION_STATE,
} from "./harness/monitoring.ts";
import { assertNoError } from "./harness/reports.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_06_CS Set Monitoring Base - test removal custom monitors", async () => {
  await using station = await startStation();
  await booted(station);
  await monitored(station, { ...STATION_STATE, ...STATE_DELTA });
  // Steps 1 to 4.
  const entries = await monitoringReport(station, { componentVariable: [STATION_STATE] });
  assert.deepEqual(namesOf(entries), ["ChargingStation.AvailabilityState Delta"]);
  // Steps 5 and 6.
  const { status, statusInfo } = await station.csms.call("SetMonitoringBase", {
    monitoringBase: "HardWiredOnly",
  });
  assert.equal(status, "Accepted");
  assertNoError(statusInfo);
  // Steps 7 and 8.
  await assertNoMonitors(station, { componentVariable: [STATION_STATE] });
});
