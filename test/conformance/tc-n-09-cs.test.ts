import assert from "node:assert/strict";
import {
  EVSE_STATE,
  monitored,
  monitoringReport,
  namesOf,
  settingsOf,
  STATE_DELTA,
  STATION_STATE,
} from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_09_CS Set Variable Monitoring - Multiple elements on different component and variable", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  const [first, second] = await monitored(
    station,
    { ...EVSE_STATE, ...STATE_DELTA },
    { ...STATION_STATE, ...STATE_DELTA },
  );
  assert.notEqual(first, second);
  // Steps 3 to 6.
  const entries = await monitoringReport(station, { componentVariable: [EVSE_STATE, STATION_STATE] });
  assert.deepEqual(namesOf(entries), [
    "ChargingStation.AvailabilityState Delta",
    "EVSE[1].AvailabilityState Delta",
  ]);
  assert.deepEqual(settingsOf(entries).map(({ id }) => id), [first, second]);
});
