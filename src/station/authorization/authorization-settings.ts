import { type DeviceModel, variableKey } from "../../variables/device-model.ts";

/** The variables that decide who may charge. */
export interface AuthorizationSettings {
  /** AuthCtrlr.Enabled; false: everybody may charge. */
  readonly isRequired: boolean;
  /** AuthCtrlr.DisableRemoteAuthorization: the CSMS is never asked. */
  readonly isRemoteDisabled: boolean;
  /** AuthCtrlr.LocalPreAuthorize: online, a token known to the station starts without Authorize. */
  readonly localPreAuthorize: boolean;
  /** AuthCtrlr.LocalAuthorizeOffline: without an answer of the CSMS, a token known to the station starts. */
  readonly localAuthorizeOffline: boolean;
  /** AuthCtrlr.OfflineTxForUnknownIdEnabled: offline, an unknown token starts. */
  readonly unknownMayStartOffline: boolean;
  /** LocalAuthListCtrlr.DisablePostAuthorize: no Authorize for a token that is listed as refused. */
  readonly listIsFinal: boolean;
  /** AuthCacheCtrlr.DisablePostAuthorize: no Authorize for a token that is cached as refused. */
  readonly cacheIsFinal: boolean;
}

const ENABLED = variableKey("AuthCtrlr", "Enabled");
const DISABLE_REMOTE = variableKey("AuthCtrlr", "DisableRemoteAuthorization");
const PRE_AUTHORIZE = variableKey("AuthCtrlr", "LocalPreAuthorize");
const LOCAL_OFFLINE = variableKey("AuthCtrlr", "LocalAuthorizeOffline");
const OFFLINE_UNKNOWN = variableKey("AuthCtrlr", "OfflineTxForUnknownIdEnabled");
const LIST_FINAL = variableKey("LocalAuthListCtrlr", "DisablePostAuthorize");
const CACHE_FINAL = variableKey("AuthCacheCtrlr", "DisablePostAuthorize");

/** Read for every token, so that a changed variable takes effect with the next one. */
export function readAuthorizationSettings(deviceModel: DeviceModel): AuthorizationSettings {
  const isTrue = (key: typeof ENABLED) => deviceModel.boolean(key) === true;
  return {
    // The variable is optional: without it tokens are authorized.
    isRequired: deviceModel.boolean(ENABLED) !== false,
    isRemoteDisabled: isTrue(DISABLE_REMOTE),
    localPreAuthorize: isTrue(PRE_AUTHORIZE),
    localAuthorizeOffline: isTrue(LOCAL_OFFLINE),
    unknownMayStartOffline: isTrue(OFFLINE_UNKNOWN),
    listIsFinal: isTrue(LIST_FINAL),
    cacheIsFinal: isTrue(CACHE_FINAL),
  };
}
