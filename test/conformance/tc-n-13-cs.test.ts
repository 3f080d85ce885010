import assert from "node:assert/strict";
import { assertNoMonitors, EVSE_POWER, setMonitors, SEVERITY } from "./harness/monitoring.ts";
import { assertOneOf, booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_13_CS Set Variable Monitoring - Value out of range - Threshold monitor", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2; the hardware tells the maxLimit of the power.
  const [result] = await setMonitors(station, {
    ...EVSE_POWER,
    type: "UpperThreshold",
    value: 1e9,
    severity: SEVERITY,
  });
  assert.equal(result?.id, undefined);
  assert.equal(result?.status, "Rejected");
  assertOneOf(result?.statusInfo?.reasonCode, [undefined, "ValueOutOfRange"]);
  await assertNoMonitors(station);
});
