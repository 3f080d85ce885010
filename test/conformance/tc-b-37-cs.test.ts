import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_37_CS Set Variables - Not supported attribute type", async () => {
  await using station = await startStation();
  await booted(station);
  const key = {
    component: { name: "OCPPCommCtrlr" },
    variable: { name: "OfflineThreshold" },
    attributeType: "Target",
  } as const;
  // Steps 1, 2.
  const { setVariableResult } = await station.csms.call("SetVariables", {
    setVariableData: [{ ...key, attributeValue: "300" }],
  });
  assert.deepEqual(setVariableResult, [{ ...key, attributeStatus: "NotSupportedAttributeType" }]);
});
