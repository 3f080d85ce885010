import type { Action } from "../ocpp/messages.ts";
import { type VariableKey, variableKey } from "../variables/device-model.ts";

/**
 * Controllers of functions that this program has as soon as a block with this action is wired. Controllers whose function
 * needs a module of EVerest besides (reservations, displays, ISO 15118) set their `Available` themselves.
 */
const CONTROLLERS: readonly (readonly [controller: string, action: Action])[] = [
  ["AuthCacheCtrlr", "ClearCache"],
  ["LocalAuthListCtrlr", "SendLocalList"],
  ["MonitoringCtrlr", "SetVariableMonitoring"],
  ["SmartChargingCtrlr", "SetChargingProfile"],
];

export interface ControllerAvailability {
  readonly key: VariableKey;
  readonly value: "true" | "false";
}

/**
 * The value of `Available` of these controllers: false without the block, also where a file says true. With the block the file
 * decides, and true counts where it says nothing.
 */
export function controllerAvailability(
  implementsAction: (action: Action) => boolean,
  configured: (key: VariableKey) => string | undefined,
): readonly ControllerAvailability[] {
  return CONTROLLERS.map(([controller, action]) => {
    const key = variableKey(controller, "Available");
    return { key, value: implementsAction(action) && configured(key) !== "false" ? "true" : "false" };
  });
}
