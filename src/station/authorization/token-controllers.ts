import { type DeviceModel, variableKey } from "../../variables/device-model.ts";

const CACHE_AVAILABLE = variableKey("AuthCacheCtrlr", "Available");
const CACHE_ENABLED = variableKey("AuthCacheCtrlr", "Enabled");
const LIST_AVAILABLE = variableKey("LocalAuthListCtrlr", "Available");
const LIST_ENABLED = variableKey("LocalAuthListCtrlr", "Enabled");

/**
 * Whether the authorization cache is used: AuthCacheCtrlr.Enabled, unless a component file says that there is none.
 * Entries stay while it is off (part 2, §2.4.1).
 */
export function usesCache(deviceModel: Pick<DeviceModel, "boolean">): boolean {
  return deviceModel.boolean(CACHE_AVAILABLE) !== false && deviceModel.boolean(CACHE_ENABLED) === true;
}

/** The same of the local authorization list. */
export function usesLocalList(deviceModel: Pick<DeviceModel, "boolean">): boolean {
  return deviceModel.boolean(LIST_AVAILABLE) !== false && deviceModel.boolean(LIST_ENABLED) === true;
}
