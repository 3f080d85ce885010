import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_33_CS Get Variables - Unknown variable", async () => {
  await using station = await startStation();
  await booted(station);
  const question = { component: { name: "OCPPCommCtrlr" }, variable: { name: "UnknownVariable" } };
  // Steps 1, 2; the value is left out, and the attribute type that was not asked for is Actual (B06.FR.11).
  const { getVariableResult } = await station.csms.call("GetVariables", { getVariableData: [question] });
  assert.deepEqual(getVariableResult, [{
    ...question,
    attributeStatus: "UnknownVariable",
    attributeType: "Actual",
  }]);
});
