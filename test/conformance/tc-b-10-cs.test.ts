import assert from "node:assert/strict";
import { assertNoError } from "./harness/reports.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_10_CS Set Variables - multiple values", async () => {
  await using station = await startStation();
  await booted(station);
  const entries = [
    { component: { name: "OCPPCommCtrlr" }, variable: { name: "OfflineThreshold" }, attributeValue: "300" },
    { component: { name: "AuthCtrlr" }, variable: { name: "LocalAuthorizeOffline" }, attributeValue: "true" },
  ];
  // Steps 1, 2.
  const { setVariableResult } = await station.csms.call("SetVariables", {
    setVariableData: entries.map((entry) => ({ ...entry, attributeType: "Actual" })),
  });
  assert.equal(setVariableResult.length, entries.length);
  for (const [index, { attributeStatusInfo, ...result }] of setVariableResult.entries()) {
    const { component, variable } = entries[index]!;
    assert.deepEqual(result, {
      component,
      variable,
      attributeStatus: "Accepted",
      attributeType: "Actual",
    });
    assertNoError(attributeStatusInfo);
  }
  // What was accepted holds.
  const { getVariableResult } = await station.csms.call("GetVariables", {
    getVariableData: entries.map(({ component, variable }) => ({ component, variable })),
  });
  assert.deepEqual(getVariableResult.map(({ attributeValue }) => attributeValue), ["300", "true"]);
});
