import assert from "node:assert/strict";
import type { StationUnderTest } from "./station-under-test.ts";

/** `Component.Variable` has this value, and no other can be set: the EVSE decides. */
export async function assertReadOnly(
  { csms }: StationUnderTest,
  key: string,
  value: "true" | "false",
): Promise<void> {
  const [component = "", name = ""] = key.split(".");
  const id = { component: { name: component }, variable: { name } };
  const { getVariableResult } = await csms.call("GetVariables", { getVariableData: [id] });
  assert.equal(getVariableResult[0]?.attributeValue, value, key);
  const { setVariableResult } = await csms.call("SetVariables", {
    setVariableData: [{ ...id, attributeValue: value === "true" ? "false" : "true" }],
  });
  assert.equal(setVariableResult[0]?.attributeStatus, "Rejected", key);
  assert.equal(setVariableResult[0].attributeStatusInfo?.reasonCode, "ReadOnly", key);
}
