import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

const customData = { vendorId: "org.openchargealliance.test", anything: { goes: true } };
const place = { component: { name: "OCPPCommCtrlr" }, variable: { name: "OfflineThreshold" } };

Deno.test("TC_P_03_CS CustomData - Receive custom data", async () => {
  await using station = await startStation();
  const { csms } = station;
  await csms.expect("BootNotification");
  // Step 1, 2
  const { setVariableResult } = await csms.call("SetVariables", {
    customData,
    setVariableData: [{ ...place, customData, attributeType: "Actual", attributeValue: "200" }],
  });
  assert.equal(setVariableResult[0]?.attributeStatus, "Accepted");
  // Step 3, 4
  const { getVariableResult } = await csms.call("GetVariables", {
    customData,
    getVariableData: [{ ...place, customData, attributeType: "Actual" }],
  });
  assert.equal(getVariableResult[0]?.attributeStatus, "Accepted");
  assert.equal(getVariableResult[0]?.attributeType ?? "Actual", "Actual");
  assert.equal(getVariableResult[0]?.attributeValue, "200");
});
