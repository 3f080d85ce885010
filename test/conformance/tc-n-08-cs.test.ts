import assert from "node:assert/strict";
import { EVSE_STATE, monitored, monitoringReport } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_08_CS Set Variable Monitoring - one setMonitoringData element", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  const [id] = await monitored(station, { ...EVSE_STATE, type: "Delta", value: 1, severity: 8 });
  // Steps 3 to 6.
  const entries = await monitoringReport(station, { componentVariable: [EVSE_STATE] });
  assert.deepEqual(entries, [{
    ...EVSE_STATE,
    variableMonitoring: [{ id, transaction: false, value: 1, type: "Delta", severity: 8 }],
  }]);
});
