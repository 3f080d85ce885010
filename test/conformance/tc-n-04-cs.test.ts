import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_04_CS Get Monitoring Report - for unknown component criteria", async () => {
  await using station = await startStation();
  await booted(station);
  // The enumeration has no other value: the message as a whole is refused, which part 6 expects.
  const answer = await station.csms.tryCall("GetMonitoringReport", {
    requestId: 1,
    monitoringCriteria: ["DeltaMonitoring", "SidewaysMonitoring"],
  });
  assert.deepEqual([answer.kind, answer.kind === "error" && answer.code], [
    "error",
    "PropertyConstraintViolation",
  ]);
  assert.deepEqual(station.csms.received("NotifyMonitoringReport"), []);
});
