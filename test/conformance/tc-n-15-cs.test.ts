import assert from "node:assert/strict";
import { EVSE_STATE, monitoringReport, setMonitors, settingsOf, STATE_DELTA } from "./harness/monitoring.ts";
import { assertNoError } from "./harness/reports.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_15_CS Set Variable Monitoring - Duplicate Variable type/severity combination", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  const [first, second] = await setMonitors(
    station,
    { ...EVSE_STATE, ...STATE_DELTA },
    { ...EVSE_STATE, ...STATE_DELTA, value: 2 },
  );
  assert.equal(first?.status, "Accepted");
  assert(first.id !== undefined);
  assertNoError(first.statusInfo);
  assert.equal(second?.status, "Duplicate");
  assert.equal(second.statusInfo?.reasonCode ?? "InvalidValue", "InvalidValue");
  assert.deepEqual(settingsOf(await monitoringReport(station)).map(({ id, value }) => ({ id, value })), [
    { id: first.id, value: 1 },
  ]);
});
