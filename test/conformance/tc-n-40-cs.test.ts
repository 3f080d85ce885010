import assert from "node:assert/strict";
import {
  EVSE_STATE,
  monitored,
  monitoringReport,
  namesOf,
  settingsOf,
  STATE_DELTA,
} from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_40_CS Set Variable Monitoring - Replace Variable Monitor", async () => {
  await using station = await startStation();
  await booted(station);
  // Memory state.
  const [id] = await monitored(station, { ...EVSE_STATE, ...STATE_DELTA, severity: 5 });
  // Steps 1 and 2.
  const [again] = await monitored(station, { ...EVSE_STATE, ...STATE_DELTA, id: id!, severity: 4 });
  assert.equal(again, id);
  // Steps 3 to 6.
  const entries = await monitoringReport(station, {
    monitoringCriteria: ["DeltaMonitoring"],
    componentVariable: [EVSE_STATE],
  });
  assert.deepEqual(namesOf(entries), ["EVSE[1].AvailabilityState Delta"]);
  assert.deepEqual(settingsOf(entries), [{ id, transaction: false, value: 1, type: "Delta", severity: 4 }]);
});
