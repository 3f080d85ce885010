import assert from "node:assert/strict";
import { assertNoError } from "./harness/reports.ts";
import { booted, configured } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_07_CS Get Variables - multiple values", async () => {
  await using station = await startStation();
  await booted(station);
  await configured(station, {
    "OCPPCommCtrlr.OfflineThreshold": "300",
    "AuthCtrlr.LocalAuthorizeOffline": "true",
  });
  // Steps 1, 2.
  const wanted = [
    { component: { name: "OCPPCommCtrlr" }, variable: { name: "OfflineThreshold" }, attributeValue: "300" },
    { component: { name: "AuthCtrlr" }, variable: { name: "LocalAuthorizeOffline" }, attributeValue: "true" },
  ];
  const { getVariableResult } = await station.csms.call("GetVariables", {
    getVariableData: wanted.map(({ component, variable }) => ({
      component,
      variable,
      attributeType: "Actual",
    })),
  });
  assert.equal(getVariableResult.length, wanted.length);
  for (const [index, { attributeStatusInfo, ...result }] of getVariableResult.entries()) {
    assert.deepEqual(result, { ...wanted[index], attributeStatus: "Accepted", attributeType: "Actual" });
    assertNoError(attributeStatusInfo);
  }
});
