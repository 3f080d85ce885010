import assert from "node:assert/strict";
import {
  EVSE_POWER,
  EVSE_STATE,
  monitored,
  monitoringReport,
  namesOf,
  setMonitors,
  SEVERITY,
  STATE_DELTA,
} from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_39_CS Set Variable Monitoring - Component/Variable combination does NOT correspond", async () => {
  await using station = await startStation();
  await booted(station);
  // Memory state.
  const [id] = await monitored(station, { ...EVSE_STATE, ...STATE_DELTA });
  // Steps 1 and 2: the id of a monitor on another variable.
  const [result] = await setMonitors(station, {
    ...EVSE_POWER,
    id: id!,
    type: "UpperThreshold",
    value: 100,
    severity: SEVERITY,
  });
  assert.equal(result?.status, "Rejected");
  // Steps 3 to 6.
  assert.deepEqual(namesOf(await monitoringReport(station)), ["EVSE[1].AvailabilityState Delta"]);
});
