import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_36_CS Set Variables - Unknown variable", async () => {
  await using station = await startStation();
  await booted(station);
  const key = { component: { name: "OCPPCommCtrlr" }, variable: { name: "UnknownVariable" } };
  // Steps 1, 2; the attribute type that was not named is Actual (B05.FR.12).
  const { setVariableResult } = await station.csms.call("SetVariables", {
    setVariableData: [{ ...key, attributeValue: "300" }],
  });
  assert.deepEqual(setVariableResult, [{
    ...key,
    attributeStatus: "UnknownVariable",
    attributeType: "Actual",
  }]);
});
