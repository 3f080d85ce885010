import assert from "node:assert/strict";
import { assertNoError } from "./harness/reports.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_09_CS Set Variables - single value", async () => {
  await using station = await startStation();
  await booted(station);
  const threshold = { component: { name: "OCPPCommCtrlr" }, variable: { name: "OfflineThreshold" } };
  // Steps 1, 2.
  const { setVariableResult } = await station.csms.call("SetVariables", {
    setVariableData: [{ ...threshold, attributeValue: "300", attributeType: "Actual" }],
  });
  assert.equal(setVariableResult.length, 1);
  const { attributeStatusInfo, ...result } = setVariableResult[0]!;
  assert.deepEqual(result, { ...threshold, attributeStatus: "Accepted", attributeType: "Actual" });
  assertNoError(attributeStatusInfo);
  // What was accepted holds.
  const { getVariableResult } = await station.csms.call("GetVariables", { getVariableData: [threshold] });
  assert.equal(getVariableResult[0]?.attributeValue, "300");
});
