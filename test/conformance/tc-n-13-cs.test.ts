import assert from "node:assert/strict";
import { assertNoMonitors, powerThreshold, setMonitors } from "./harness/monitoring.ts";
import { assertOneOf, booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_13_CS Set Variable Monitoring - Value out of range - Threshold monitor", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2; the hardware tells the maxLimit of the power.
  const [result] = await setMonitors(station, powerThreshold("UpperThreshold", 1e9));
  assert.equal(result?.id, undefined);
  assert.equal(result?.status, "Rejected");
  assertOneOf(result?.statusInfo?.reasonCode, [undefined, "ValueOutOfRange"]);
  await assertNoMonitors(station);
});
