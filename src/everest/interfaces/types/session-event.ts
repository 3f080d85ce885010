import { dateTime, enumList, enumOf, type Infer, integer, object, string } from "../../codec/mod.ts";
import { providedIdToken } from "./authorization.ts";
import { enableDisableSource } from "./evse-manager.ts";
import { powermeter } from "./powermeter.ts";
import { signedMeterValue } from "./units-signed.ts";

/** `EVSEDisabled` came with 2026.02.1. */
export const stopTransactionReason = enumOf(
  "EmergencyStop",
  "EVDisconnected",
  "HardReset",
  "Local",
  "Other",
  "PowerLoss",
  "Reboot",
  "Remote",
  "SoftReset",
  "UnlockCommand",
  "DeAuthorized",
  "EnergyLimitReached",
  "GroundFault",
  "LocalOutOfCredit",
  "MasterPass",
  "OvercurrentFault",
  "PowerQuality",
  "SOCLimitReached",
  "StoppedByEV",
  "TimeLimitReached",
  "Timeout",
  "ReqEnergyTransferRejected",
  "EVSEDisabled",
);
export type StopTransactionReason = Infer<typeof stopTransactionReason>;

export const stopTransactionRequest = object({
  reason: stopTransactionReason,
}, {
  id_tag: providedIdToken,
});
export type StopTransactionRequest = Infer<typeof stopTransactionRequest>;

export const sessionEventEnum = enumOf(
  "Authorized",
  "Deauthorized",
  "Enabled",
  "Disabled",
  "SessionStarted",
  "AuthRequired",
  "TransactionStarted",
  "PrepareCharging",
  "ChargingStarted",
  "ChargingPausedEV",
  "ChargingPausedEVSE",
  "StoppingCharging",
  "ChargingFinished",
  "TransactionFinished",
  "SessionFinished",
  "ReservationStart",
  "ReservationEnd",
  "PluginTimeout",
  "SwitchingPhases",
  "SessionResumed",
  // Only in 2025.12.
  "WaitingForEnergy",
  "ChargingResumed",
  "ReplugStarted",
  "ReplugFinished",
);
export type SessionEventEnum = Infer<typeof sessionEventEnum>;

// EVerest requires `meter_value`, `id_tag` and `reason` in the parts below. They are optional here so that an
// unreadable reading or token, or an unknown reason, is lost alone, never with the start or the end of a transaction.

export const startSessionReason = enumOf("EVConnected", "Authorized");
export type StartSessionReason = Infer<typeof startSessionReason>;

export const sessionStarted = object({}, {
  reason: startSessionReason,
  meter_value: powermeter,
  id_tag: providedIdToken,
  signed_meter_value: signedMeterValue,
  reservation_id: integer(),
  logging_path: string(),
});
export type SessionStarted = Infer<typeof sessionStarted>;

export const sessionFinished = object({}, {
  meter_value: powermeter,
});
export type SessionFinished = Infer<typeof sessionFinished>;

export const transactionStarted = object({}, {
  id_tag: providedIdToken,
  meter_value: powermeter,
  signed_meter_value: signedMeterValue,
  reservation_id: integer(),
});
export type TransactionStarted = Infer<typeof transactionStarted>;

export const transactionFinished = object({}, {
  meter_value: powermeter,
  start_signed_meter_value: signedMeterValue,
  signed_meter_value: signedMeterValue,
  reason: stopTransactionReason,
  id_tag: providedIdToken,
});
export type TransactionFinished = Infer<typeof transactionFinished>;

export const pauseChargingEVSEReasonEnum = enumOf("UserPause", "Error", "NoEnergy");
export type PauseChargingEVSEReasonEnum = Infer<typeof pauseChargingEVSEReasonEnum>;

export const chargingPausedEVSEReasons = object({
  reasons: enumList(pauseChargingEVSEReasonEnum, { minItems: 1, maxItems: 3 }),
});
export type ChargingPausedEVSEReasons = Infer<typeof chargingPausedEVSEReasons>;

export const chargingStateChangedEvent = object({}, {
  meter_value: powermeter,
});
export type ChargingStateChangedEvent = Infer<typeof chargingStateChangedEvent>;

export const authorizationEvent = object({}, {
  meter_value: powermeter,
});
export type AuthorizationEvent = Infer<typeof authorizationEvent>;

export const sessionEvent = object({
  uuid: string(),
  timestamp: dateTime(),
  event: sessionEventEnum,
}, {
  connector_id: integer(),
  session_started: sessionStarted,
  session_finished: sessionFinished,
  transaction_started: transactionStarted,
  transaction_finished: transactionFinished,
  charging_paused_evse: chargingPausedEVSEReasons,
  charging_state_changed_event: chargingStateChangedEvent,
  authorization_event: authorizationEvent,
  source: enableDisableSource,
});
export type SessionEvent = Infer<typeof sessionEvent>;
