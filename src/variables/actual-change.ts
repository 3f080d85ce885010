import type { VariableType } from "../ocpp/messages.ts";
import type { DeviceModel, VariableChange, VariableKey } from "./device-model.ts";
import { sameIdentifier } from "../kernel/identifier.ts";
import { componentId } from "./variable-id.ts";

/**
 * Calls `listener` after every accepted set of the Actual value of one of these variables, also one that repeats the
 * old value. A key without variable instance stands for all instances. Returns the unsubscribe function.
 */
export function onActualChange(
  deviceModel: Pick<DeviceModel, "onChange">,
  keys: readonly VariableKey[],
  listener: (change: VariableChange) => void,
): () => void {
  const wanted = Map.groupBy(keys, ({ component }) => componentId(component));
  return deviceModel.onChange((change) => {
    if (change.attribute !== "Actual") return;
    const { component, variable } = change.key;
    const ofComponent = wanted.get(componentId(component)) ?? [];
    if (ofComponent.some((key) => includes(key.variable, variable))) listener(change);
  });
}

function includes({ name, instance }: VariableType, changed: VariableType): boolean {
  return sameIdentifier(name, changed.name) && (!instance || sameIdentifier(instance, changed.instance));
}
