import { type DeviceModel, variableKey } from "../../variables/device-model.ts";

export const SECURITY_PROFILE = variableKey("SecurityCtrlr", "SecurityProfile");
const ALLOW_DOWNGRADE = variableKey("SecurityCtrlr", "AllowSecurityProfileDowngrade");

/**
 * The lowest security profile that a connection may have: the current one, but 2 instead of 3 if the operator
 * allows it (A05.FR.08, B09.FR.31 of the errata).
 */
export function lowestSecurityProfile(
  current: number,
  deviceModel: Pick<DeviceModel, "boolean">,
): number {
  return current === 3 && deviceModel.boolean(ALLOW_DOWNGRADE) ? 2 : current;
}
