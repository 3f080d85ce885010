import type { ComponentType } from "../../ocpp/messages.ts";
import { characteristicsOf } from "../../variables/characteristics.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { type VariableKey, variableKey } from "../../variables/device-model.ts";
import { sameIdentifier } from "../../kernel/identifier.ts";

/**
 * The variables of DisplayMessageCtrlr that a message is checked against. An undefined list allows every
 * value of OCPP.
 */
export interface DisplayCapabilities {
  readonly isEnabled: boolean;
  readonly priorities: readonly string[] | undefined;
  readonly formats: readonly string[] | undefined;
  readonly states: readonly string[] | undefined;
  /** NumberOfDisplayMessages.maxLimit. */
  readonly maxMessages: number;
  hasDisplay(display: ComponentType): boolean;
}

export const DISPLAY_MESSAGES = variableKey("DisplayMessageCtrlr", "DisplayMessages");
const DISPLAY_MESSAGES_AVAILABLE = variableKey("DisplayMessageCtrlr", "Available");
const ENABLED = variableKey("DisplayMessageCtrlr", "Enabled");
const FORMATS = variableKey("DisplayMessageCtrlr", "SupportedFormats");
const PRIORITIES = variableKey("DisplayMessageCtrlr", "SupportedPriorities");
const STATES = variableKey("DisplayMessageCtrlr", "SupportedStates");

const DISPLAY = "Display";
const AVAILABLE = { name: "Available" };
/** Messages that are stored when the device model sets no limit. */
const DEFAULT_MAX_MESSAGES = 50;

export function readDisplayCapabilities(deviceModel: StationDeviceModel): DisplayCapabilities {
  return {
    isEnabled: deviceModel.boolean(ENABLED) !== false,
    formats: deviceModel.list(FORMATS),
    priorities: deviceModel.list(PRIORITIES),
    states: deviceModel.list(STATES),
    maxMessages: characteristicsOf(deviceModel, DISPLAY_MESSAGES)?.maxLimit ?? DEFAULT_MAX_MESSAGES,
    hasDisplay: (component) =>
      sameIdentifier(component.name, DISPLAY) &&
      deviceModel.boolean({ component, variable: AVAILABLE }) === true,
  };
}

/** Sets the variable that says whether a display is connected, which the configuration cannot know. */
export function announceDisplay(deviceModel: StationDeviceModel, display: "connected" | "absent"): void {
  // Component files of the station maker may leave these variables out.
  const set = (key: VariableKey, value: string) => {
    if (characteristicsOf(deviceModel, key)) deviceModel.setActual(key, value);
  };
  set(DISPLAY_MESSAGES_AVAILABLE, String(display === "connected"));
  // Errata 2025-02 added this.
  set({ component: { name: DISPLAY }, variable: AVAILABLE }, String(display === "connected"));
  set(DISPLAY_MESSAGES, "0");
  if (display === "connected" && characteristicsOf(deviceModel, DISPLAY_MESSAGES)) {
    deviceModel.setMaxLimit(DISPLAY_MESSAGES, DEFAULT_MAX_MESSAGES);
  }
}
