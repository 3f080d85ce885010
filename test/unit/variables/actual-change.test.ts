import assert from "node:assert/strict";
import { onActualChange } from "../../../src/variables/actual-change.ts";
import { type VariableChange, type VariableKey, variableKey } from "../../../src/variables/device-model.ts";

const INTERVAL = variableKey("OCPPCommCtrlr", "HeartbeatInterval");

/** How often a listener for `keys` is called when `key` changes. */
function calls(
  keys: readonly VariableKey[],
  key: VariableKey,
  attribute: VariableChange["attribute"] = "Actual",
) {
  let count = 0;
  let notify: (change: VariableChange) => void = () => {};
  onActualChange({ onChange: (listener) => (notify = listener, () => {}) }, keys, () => count++);
  notify({ key, attribute, oldValue: "1", newValue: "1", by: "csms" });
  return count;
}

Deno.test("a listener hears of the Actual value of its variables, whatever the case of the names", () => {
  assert.equal(calls([INTERVAL], variableKey("ocppcommctrlr", "HEARTBEATINTERVAL")), 1);
  assert.equal(calls([INTERVAL], variableKey("OCPPCommCtrlr", "MessageAttempts")), 0);
  assert.equal(calls([INTERVAL], variableKey("ClockCtrlr", "HeartbeatInterval")), 0);
  assert.equal(calls([INTERVAL], INTERVAL, "Target"), 0);
});

Deno.test("a key without instance stands for all instances, one with an instance for that one", () => {
  const enabled = variableKey("TariffCostCtrlr", "Enabled");
  const ofTariff = variableKey("TariffCostCtrlr", "Enabled", "Tariff");
  assert.equal(calls([enabled], ofTariff), 1);
  assert.equal(calls([ofTariff], variableKey("TariffCostCtrlr", "Enabled", "tariff")), 1);
  assert.equal(calls([ofTariff], variableKey("TariffCostCtrlr", "Enabled", "Cost")), 0);
});

Deno.test("the same variable of a component on an EVSE is another one", () => {
  const onEvse = { ...INTERVAL, component: { ...INTERVAL.component, evse: { id: 1 } } };
  assert.equal(calls([INTERVAL], onEvse), 0);
});
