import assert from "node:assert/strict";
import {
  EVSE_STATE,
  monitored,
  monitoringReport,
  namesOf,
  STATE_DELTA,
  STATION_STATE,
} from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_47_CS Get Monitoring report - Report all", async () => {
  await using station = await startStation();
  await booted(station);
  // Memory state.
  await monitored(station, { ...STATION_STATE, ...STATE_DELTA }, { ...EVSE_STATE, ...STATE_DELTA });
  // Steps 1 to 4.
  assert.deepEqual(namesOf(await monitoringReport(station)), [
    "ChargingStation.AvailabilityState Delta",
    "EVSE[1].AvailabilityState Delta",
  ]);
});
