import assert from "node:assert/strict";
import { assertNoMonitors, EVSE_STATE, setMonitors, STATE_DELTA } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_38_CS Set Variable Monitoring - Not supported MonitorType", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  for (const type of ["UpperThreshold", "LowerThreshold"] as const) {
    const [result] = await setMonitors(station, { ...EVSE_STATE, ...STATE_DELTA, type });
    assert.equal(result?.status, "UnsupportedMonitorType");
    assert.equal(result?.id, undefined);
  }
  await assertNoMonitors(station);
});
