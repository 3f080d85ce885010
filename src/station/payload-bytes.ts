import { type DeviceModel, variableKey } from "../variables/device-model.ts";

const MAX_MESSAGE_SIZE = variableKey("InternalCtrlr", "MaxMessageSize");
/** Size of a message of several pages where the device model gives none, and what its envelope takes of it. */
const DEFAULT_MESSAGE_BYTES = 32_000;
const ENVELOPE_BYTES = 256;

/** How long the JSON of one page may be, in bytes. */
export function pageBytes(deviceModel: DeviceModel): number {
  return Math.max((deviceModel.integer(MAX_MESSAGE_SIZE) ?? DEFAULT_MESSAGE_BYTES) - ENVELOPE_BYTES, 1);
}
