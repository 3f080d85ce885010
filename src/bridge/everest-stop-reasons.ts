import type { StopTransactionReason } from "../everest/interfaces/types/session-event.ts";
import { assertNever } from "../kernel/assert-never.ts";
import type { ReasonEnumType, TriggerReasonEnumType } from "../ocpp/messages.ts";

/**
 * The OCPP reason why EVerest ended a transaction; Other when the reason is missing or has no counterpart.
 */
export function toStoppedReason(reason: StopTransactionReason | undefined): ReasonEnumType {
  switch (reason) {
    case "DeAuthorized":
    case "EmergencyStop":
    case "EnergyLimitReached":
    case "EVDisconnected":
    case "GroundFault":
    case "Local":
    case "LocalOutOfCredit":
    case "MasterPass":
    case "Other":
    case "OvercurrentFault":
    case "PowerLoss":
    case "PowerQuality":
    case "Reboot":
    case "Remote":
    case "SOCLimitReached":
    case "StoppedByEV":
    case "TimeLimitReached":
    case "Timeout":
      return reason;
    case "HardReset":
      return "ImmediateReset";
    // ReqEnergyTransferRejected exists in OCPP 2.1 only.
    case "ReqEnergyTransferRejected":
    case "SoftReset":
    case "UnlockCommand":
    case "EVSEDisabled":
    case undefined:
      return "Other";
    default:
      return assertNever(reason);
  }
}

/** The trigger of a stop whose reason is Other in OCPP, where OCPP has a trigger for it. */
export function toStopTrigger(reason: StopTransactionReason | undefined): TriggerReasonEnumType | undefined {
  if (reason === "UnlockCommand") return "UnlockCommand";
  return reason === "SoftReset" ? "ResetCommand" : undefined;
}

/** The EVerest reason for stopping a transaction. */
export function toStopTransactionReason(reason: ReasonEnumType): StopTransactionReason {
  return reason === "ImmediateReset" ? "HardReset" : reason;
}
