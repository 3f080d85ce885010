import type { ComponentType } from "../../ocpp/messages.ts";
import { characteristicsOf } from "../../variables/characteristics.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { variableKey } from "../../variables/device-model.ts";
import { sameIdentifier } from "../../variables/variable-id.ts";

/** What of DisplayMessageCtrlr judges a message. A list that is undefined allows everything that OCPP knows. */
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
export const DISPLAY_MESSAGES_AVAILABLE = variableKey("DisplayMessageCtrlr", "Available");
const ENABLED = variableKey("DisplayMessageCtrlr", "Enabled");
const FORMATS = variableKey("DisplayMessageCtrlr", "SupportedFormats");
const PRIORITIES = variableKey("DisplayMessageCtrlr", "SupportedPriorities");
const STATES = variableKey("DisplayMessageCtrlr", "SupportedStates");

const DISPLAY = "Display";
const AVAILABLE = { name: "Available" };
/** Messages that are kept when the device model sets no limit. */
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

/** Says to the CSMS whether there is a display at all; the configuration cannot know. */
export function announceDisplay(deviceModel: StationDeviceModel, isConnected: boolean): void {
  const available = String(isConnected);
  deviceModel.setActual(DISPLAY_MESSAGES_AVAILABLE, available);
  // O01.FR.21 (errata 2025-02). Component files of other origin may do without a Display.
  const display = { component: { name: DISPLAY }, variable: AVAILABLE };
  if (deviceModel.text(display) !== undefined) deviceModel.setActual(display, available);
  if (isConnected) deviceModel.setMaxLimit(DISPLAY_MESSAGES, DEFAULT_MAX_MESSAGES);
}
