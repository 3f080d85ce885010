import assert from "node:assert/strict";
import { EVSE_STATE, setMonitors, STATE_DELTA } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_37_CS Set Variable Monitoring - Unknown Variable", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  const [result] = await setMonitors(station, {
    ...EVSE_STATE,
    ...STATE_DELTA,
    variable: { name: "NonExistent" },
  });
  assert.equal(result?.id, undefined);
  assert.equal(result?.status, "UnknownVariable");
  assert.equal(result?.statusInfo?.reasonCode ?? "NotFound", "NotFound");
});
