import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_15_CS Get Base Report - Not Supported base report: not applicable, every base report is supported", async () => {
  await using station = await startStation();
  await booted(station);
  for (const reportBase of ["SummaryInventory", "ConfigurationInventory", "FullInventory"] as const) {
    const { status } = await station.csms.call("GetBaseReport", { requestId: 1, reportBase });
    assert.equal(status, "Accepted", reportBase);
    await station.csms.expect("NotifyReport", ({ tbc }) => !tbc);
  }
  // What is not a base report at all does not get as far as NotSupported.
  const answer = await station.csms.tryCall("GetBaseReport", {
    requestId: 2,
    reportBase: "EverythingInventory",
  });
  assert.equal(answer.kind === "error" && answer.code, "PropertyConstraintViolation");
});
