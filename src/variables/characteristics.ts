import type { VariableCharacteristicsType } from "../ocpp/messages.ts";
import type { StationDeviceModel } from "./create-device-model.ts";
import type { VariableKey } from "./device-model.ts";
import { splitList } from "./value-rules.ts";
import { componentId, variableId } from "./variable-id.ts";

/** The characteristics of a variable as they are now; undefined when the device model has no such variable. */
export function characteristicsOf(
  deviceModel: Pick<StationDeviceModel, "components">,
  { component, variable }: VariableKey,
): VariableCharacteristicsType | undefined {
  const wanted = { component: componentId(component), variable: variableId(variable) };
  for (const candidate of deviceModel.components()) {
    if (componentId(candidate.component) !== wanted.component) continue;
    const found = candidate.variables.find((slot) => variableId(slot.variable) === wanted.variable);
    return found?.characteristics;
  }
  return undefined;
}

/** The valuesList of a variable, trimmed, in its order; empty when it has none. */
export function valuesOf(
  deviceModel: Pick<StationDeviceModel, "components">,
  key: VariableKey,
): readonly string[] {
  const list = characteristicsOf(deviceModel, key)?.valuesList;
  return list === undefined ? [] : splitList(list).filter((entry) => entry !== "");
}
