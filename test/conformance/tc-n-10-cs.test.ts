import assert from "node:assert/strict";
import { EVSE_STATE, monitored } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_10_CS Set Variable Monitoring - Multiple monitors on the same component and variable", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  const ids = await monitored(
    station,
    { ...EVSE_STATE, type: "Delta", value: 1, severity: 8 },
    { ...EVSE_STATE, type: "Delta", value: 1, severity: 7 },
  );
  assert.equal(new Set(ids).size, 2);
});
