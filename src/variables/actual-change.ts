import type { DeviceModel, VariableChange, VariableKey } from "./device-model.ts";
import { componentId, sameIdentifier } from "./variable-id.ts";

/**
 * Calls `listener` after every accepted set of the Actual value of one of these variables, also one that repeats the
 * old value. A key without variable instance stands for all instances. Returns the unsubscribe function.
 */
export function onActualChange(
  deviceModel: Pick<DeviceModel, "onChange">,
  keys: readonly VariableKey[],
  listener: (change: VariableChange) => void,
): () => void {
  return deviceModel.onChange((change) => {
    if (change.attribute === "Actual" && keys.some((key) => includes(key, change.key))) listener(change);
  });
}

function includes(wanted: VariableKey, changed: VariableKey): boolean {
  const { name, instance } = wanted.variable;
  return componentId(wanted.component) === componentId(changed.component) &&
    sameIdentifier(name, changed.variable.name) &&
    (!instance || sameIdentifier(instance, changed.variable.instance));
}
