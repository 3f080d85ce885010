import assert from "node:assert/strict";
import { assertNoError } from "./harness/reports.ts";
import { booted, configured } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_06_CS Get Variables - single value", async () => {
  await using station = await startStation();
  await booted(station);
  await configured(station, { "OCPPCommCtrlr.OfflineThreshold": "300" });
  // Steps 1, 2.
  const { getVariableResult } = await station.csms.call("GetVariables", {
    getVariableData: [{
      variable: { name: "OfflineThreshold" },
      component: { name: "OCPPCommCtrlr" },
      attributeType: "Actual",
    }],
  });
  assert.equal(getVariableResult.length, 1);
  const { attributeStatusInfo, ...result } = getVariableResult[0]!;
  assert.deepEqual(result, {
    attributeStatus: "Accepted",
    attributeType: "Actual",
    attributeValue: "300",
    component: { name: "OCPPCommCtrlr" },
    variable: { name: "OfflineThreshold" },
  });
  assertNoError(attributeStatusInfo);
});
