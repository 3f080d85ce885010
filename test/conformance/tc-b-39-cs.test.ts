import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_39_CS Set Variables - Read-only", async () => {
  await using station = await startStation();
  await booted(station);
  const key = {
    component: { name: "OCPPCommCtrlr" },
    variable: { name: "MessageTimeout", instance: "Default" },
  };
  const value = async () => {
    const { getVariableResult } = await station.csms.call("GetVariables", { getVariableData: [key] });
    return getVariableResult[0]?.attributeValue;
  };
  const before = await value();
  // Steps 1, 2.
  const { setVariableResult } = await station.csms.call("SetVariables", {
    setVariableData: [{ ...key, attributeValue: "31" }],
  });
  assert.equal(setVariableResult.length, 1);
  const { attributeStatusInfo, ...result } = setVariableResult[0]!;
  assert.deepEqual(result, { ...key, attributeStatus: "Rejected", attributeType: "Actual" });
  assert.equal(attributeStatusInfo?.reasonCode, "ReadOnly");
  assert.equal(await value(), before);
});
