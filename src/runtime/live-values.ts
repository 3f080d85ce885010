import type { LiveValue } from "../bridge/live-variables.ts";
import type { DeviceModel } from "../variables/device-model.ts";

/** Puts values that the equipment reports into the device model. */
export function setLiveValues(
  deviceModel: Pick<DeviceModel, "setActual">,
  values: readonly LiveValue[],
): void {
  for (const { component, variable, value } of values) deviceModel.setActual({ component, variable }, value);
}
