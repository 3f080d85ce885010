import { type DeviceModel, variableKey } from "../../variables/device-model.ts";

export const SECURITY_PROFILE = variableKey("SecurityCtrlr", "SecurityProfile");
const ALLOW_DOWNGRADE = variableKey("SecurityCtrlr", "AllowSecurityProfileDowngrade");

/**
 * The lowest security profile that a connection may have. A05.FR.08, FR.10, B09.FR.04, B09.FR.31 (errata): that of
 * now, but 2 instead of 3 where the operator allows it.
 */
export function lowestSecurityProfile(
  current: number,
  deviceModel: Pick<DeviceModel, "boolean">,
): number {
  return current === 3 && deviceModel.boolean(ALLOW_DOWNGRADE) ? 2 : current;
}
