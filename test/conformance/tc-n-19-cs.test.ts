import assert from "node:assert/strict";
import { EVSE_STATE, monitored, STATE_DELTA } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_19_CS Clear Monitoring - Not found", async () => {
  await using station = await startStation();
  await booted(station);
  // Configuration state: the highest id that is in use.
  const ids = await monitored(station, { ...EVSE_STATE, ...STATE_DELTA });
  const id = Math.max(...ids) + 1;
  // Steps 1 and 2.
  const { clearMonitoringResult: [result] } = await station.csms.call("ClearVariableMonitoring", {
    id: [id],
  });
  assert.equal(result?.id, id);
  assert.equal(result?.status, "NotFound");
  assert.equal(result?.statusInfo?.reasonCode ?? "NotFound", "NotFound");
});
