import assert from "node:assert/strict";
import {
  assertNoMonitors,
  EVSE_POWER,
  EVSE_STATE,
  monitored,
  monitoringReport,
  namesOf,
  SEVERITY,
  STATE_DELTA,
  STATION_STATE,
} from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_03_CS Get Monitoring Report - with component criteria and component/variable", async () => {
  await using station = await startStation();
  await booted(station);
  // Configuration state.
  await monitored(
    station,
    { ...STATION_STATE, ...STATE_DELTA },
    { ...EVSE_STATE, ...STATE_DELTA },
    { ...EVSE_POWER, type: "Periodic", value: 3600, severity: SEVERITY },
  );
  const componentVariable = [STATION_STATE, EVSE_STATE];
  // Steps 1 and 2.
  await assertNoMonitors(station, { monitoringCriteria: ["ThresholdMonitoring"], componentVariable });
  // Steps 3 to 6.
  const entries = await monitoringReport(station, {
    monitoringCriteria: ["DeltaMonitoring"],
    componentVariable,
  });
  assert.deepEqual(namesOf(entries), [
    "ChargingStation.AvailabilityState Delta",
    "EVSE[1].AvailabilityState Delta",
  ]);
  // Post scenario: nothing was reported for the first request.
  assert.deepEqual(station.csms.received("NotifyMonitoringReport").map(({ requestId }) => requestId), [1000]);
});
