import assert from "node:assert/strict";
import {
  EVSE_POWER,
  EVSE_STATE,
  monitored,
  monitoringReport,
  setMonitors,
  SEVERITY,
  STATE_DELTA,
} from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_39_CS Set Variable Monitoring - Component/Variable combination does NOT correspond", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2 (errata 2025-02): a variable that is no number.
  const [id] = await monitored(station, { ...EVSE_STATE, ...STATE_DELTA });
  // Steps 3 and 4: its id for one that is.
  for (const type of ["Delta", "UpperThreshold"] as const) {
    const [result] = await setMonitors(station, {
      ...EVSE_POWER,
      id: id!,
      type,
      value: 1,
      severity: SEVERITY,
    });
    assert.equal(result?.status, "Rejected");
  }
  // Steps 5 to 8: nothing has changed.
  assert.deepEqual(await monitoringReport(station), [{
    ...EVSE_STATE,
    variableMonitoring: [{ id, transaction: false, value: 1, type: "Delta", severity: SEVERITY }],
  }]);
});
