import assert from "node:assert/strict";
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

Deno.test("TC_N_02_CS Get Monitoring Report - with component/variable", async () => {
  await using station = await startStation();
  await booted(station);
  // Memory state, and a monitor that is not asked for.
  await monitored(station, { ...STATION_STATE, ...STATE_DELTA }, { ...EVSE_STATE, ...STATE_DELTA }, {
    ...EVSE_POWER,
    type: "Delta",
    value: 100,
    severity: SEVERITY,
  }, {
    component: { name: "OCPPCommCtrlr" },
    variable: { name: "OfflineThreshold" },
    type: "Periodic",
    value: 60,
    severity: SEVERITY,
  });
  // Steps 1 to 4.
  const entries = await monitoringReport(station, {
    componentVariable: [STATION_STATE, { component: EVSE_STATE.component }],
  });
  assert.deepEqual(namesOf(entries), [
    "ChargingStation.AvailabilityState Delta",
    "EVSE[1].AvailabilityState Delta",
    "EVSE[1].Power Delta",
  ]);
});
