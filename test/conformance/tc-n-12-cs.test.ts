import assert from "node:assert/strict";
import { assertNoMonitors, EVSE_STATE, setMonitors, STATE_DELTA } from "./harness/monitoring.ts";
import { assertOneOf, booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_12_CS Set Variable Monitoring - Value out of range - Delta monitor", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  const [result] = await setMonitors(station, { ...EVSE_STATE, ...STATE_DELTA, value: -1 });
  assert.equal(result?.id, undefined);
  assert.equal(result?.status, "Rejected");
  assertOneOf(result?.statusInfo?.reasonCode, [undefined, "ValueOutOfRange", "ValuePositiveOnly"]);
  await assertNoMonitors(station);
});
