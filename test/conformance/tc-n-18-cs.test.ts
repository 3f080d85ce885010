import assert from "node:assert/strict";
import { assertNoMonitors, EVSE_STATE, monitored, STATE_DELTA, STATION_STATE } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_18_CS Clear Monitoring - Success", async () => {
  await using station = await startStation();
  await booted(station);
  // Memory state.
  const ids = await monitored(station, { ...STATION_STATE, ...STATE_DELTA }, {
    ...EVSE_STATE,
    ...STATE_DELTA,
  });
  // Steps 1 and 2.
  const { clearMonitoringResult } = await station.csms.call("ClearVariableMonitoring", { id: [...ids] });
  assert.deepEqual(clearMonitoringResult, ids.map((id) => ({ id, status: "Accepted" })));
  // Steps 3 and 4.
  await assertNoMonitors(station, { componentVariable: [STATION_STATE, EVSE_STATE] });
});
