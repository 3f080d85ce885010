import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_34_CS Get Variables - Not supported attribute type", async () => {
  await using station = await startStation();
  await booted(station);
  const question = {
    component: { name: "OCPPCommCtrlr" },
    variable: { name: "OfflineThreshold" },
    attributeType: "Target",
  } as const;
  // Steps 1, 2.
  const { getVariableResult } = await station.csms.call("GetVariables", { getVariableData: [question] });
  assert.deepEqual(getVariableResult, [{ ...question, attributeStatus: "NotSupportedAttributeType" }]);
});
