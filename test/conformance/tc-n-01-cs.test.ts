import assert from "node:assert/strict";
import type { MonitoringCriterionEnumType } from "../../src/ocpp/messages.ts";
import {
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

Deno.test("TC_N_01_CS Get Monitoring Report - with monitoringCriteria", async () => {
  await using station = await startStation();
  await booted(station);
  // Configuration state: one monitor of each type.
  await monitored(
    station,
    { ...EVSE_POWER, type: "LowerThreshold", value: 1, severity: SEVERITY },
    { ...EVSE_POWER, type: "UpperThreshold", value: 20_000, severity: SEVERITY },
    { ...EVSE_STATE, ...STATE_DELTA },
    { ...EVSE_STATE, type: "Periodic", value: 3600, severity: SEVERITY },
    { ...STATION_STATE, type: "PeriodicClockAligned", value: 3600, severity: SEVERITY },
  );
  const thresholds = ["EVSE[1].Power LowerThreshold", "EVSE[1].Power UpperThreshold"];
  const delta = "EVSE[1].AvailabilityState Delta";
  const periodic = [
    "ChargingStation.AvailabilityState PeriodicClockAligned",
    "EVSE[1].AvailabilityState Periodic",
  ];
  const reported = async (...monitoringCriteria: MonitoringCriterionEnumType[]) =>
    namesOf(await monitoringReport(station, { monitoringCriteria }));
  // Steps 1 to 4.
  assert.deepEqual(await reported("ThresholdMonitoring"), thresholds);
  // Steps 5 to 8.
  assert.deepEqual(await reported("ThresholdMonitoring", "DeltaMonitoring"), [delta, ...thresholds].sort());
  // Steps 9 to 12.
  assert.deepEqual(await reported("DeltaMonitoring", "PeriodicMonitoring"), [delta, ...periodic].sort());
});
