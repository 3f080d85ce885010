import type { Action } from "../ocpp/messages.ts";
import { type DeviceModel, type VariableKey, variableKey } from "../variables/device-model.ts";

/**
 * Controllers of functions that this program has as soon as a block with this action is wired. Controllers whose function
 * needs a module of EVerest besides (reservations, displays, ISO 15118) set their `Available` themselves.
 */
const OF_BLOCKS: readonly (readonly [controller: string, action: Action])[] = [
  ["AuthCacheCtrlr", "ClearCache"],
  ["LocalAuthListCtrlr", "SendLocalList"],
  ["MonitoringCtrlr", "SetVariableMonitoring"],
  ["SmartChargingCtrlr", "SetChargingProfile"],
];

/** Functions that need no block of their own, and that a file may switch off. */
const OPTIONAL: readonly string[] = ["AlignedDataCtrlr", "CustomizationCtrlr", "SampledDataCtrlr"];

/**
 * No station works without these, so that a file cannot switch them off. Whether tokens are asked for is for
 * AuthCtrlr.Enabled alone: a station that charges for everybody has to say so there.
 */
const INDISPENSABLE: readonly string[] = [
  "AuthCtrlr",
  "ChargingStation",
  "ClockCtrlr",
  "DeviceDataCtrlr",
  "InternalCtrlr",
  "OCPPCommCtrlr",
  "SecurityCtrlr",
  "TxCtrlr",
];

export interface ControllerAvailability {
  readonly key: VariableKey;
  readonly value: "true" | "false";
}

type Configured = Pick<DeviceModel, "boolean">;

/**
 * The value of `Available` of these components: false without the block, also where a file says true. With the block the file
 * decides, and true counts where it says nothing.
 */
export function controllerAvailability(
  implementsAction: (action: Action) => boolean,
  configured: Configured,
): readonly ControllerAvailability[] {
  const ofFile = (component: string) => isSwitchedOff(configured, component) ? "false" : "true";
  return [
    ...OF_BLOCKS.map(([component, action]) =>
      availability(component, implementsAction(action) ? ofFile(component) : "false")
    ),
    ...OPTIONAL.map((component) => availability(component, ofFile(component))),
    ...INDISPENSABLE.map((component) => availability(component, "true")),
  ];
}

/** Components that stay available although a file says that they are not. */
export function availableAnyway(configured: Configured): readonly string[] {
  return INDISPENSABLE.filter((component) => isSwitchedOff(configured, component));
}

function isSwitchedOff(configured: Configured, component: string): boolean {
  return configured.boolean(variableKey(component, "Available")) === false;
}

function availability(component: string, value: ControllerAvailability["value"]): ControllerAvailability {
  return { key: variableKey(component, "Available"), value };
}
