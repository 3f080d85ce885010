import assert from "node:assert/strict";
import { readVariable } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_07_CS Set Monitoring Base - for unknown base type", async () => {
  await using station = await startStation();
  await booted(station);
  // The enumeration has no other value: the message as a whole is refused, which part 6 expects.
  const answer = await station.csms.tryCall("SetMonitoringBase", { monitoringBase: "Everything" });
  assert.deepEqual([answer.kind, answer.kind === "error" && answer.code], [
    "error",
    "PropertyConstraintViolation",
  ]);
  assert.equal(await readVariable(station, "MonitoringCtrlr", "ActiveMonitoringBase"), "All");
});
