import type { BootReasonEnumType, ReasonEnumType, TriggerReasonEnumType } from "../../ocpp/messages.ts";

/** Why a transaction stops: stoppedReason and triggerReason of its Ended event. */
export interface StopReason {
  readonly reason: ReasonEnumType;
  readonly trigger: TriggerReasonEnumType;
}

/** Why the station stops a transaction. */
export type WithdrawalReason = "Remote" | "DeAuthorized" | "ImmediateReset";

const TRIGGERS: Readonly<Record<ReasonEnumType, TriggerReasonEnumType>> = {
  DeAuthorized: "Deauthorized",
  EmergencyStop: "AbnormalCondition",
  EnergyLimitReached: "EnergyLimitReached",
  EVDisconnected: "EVCommunicationLost",
  GroundFault: "AbnormalCondition",
  ImmediateReset: "ResetCommand",
  Local: "StopAuthorized",
  LocalOutOfCredit: "ChargingStateChanged",
  MasterPass: "StopAuthorized",
  Other: "AbnormalCondition",
  OvercurrentFault: "AbnormalCondition",
  PowerLoss: "AbnormalCondition",
  PowerQuality: "AbnormalCondition",
  Reboot: "ResetCommand",
  Remote: "RemoteStop",
  SOCLimitReached: "EnergyLimitReached",
  StoppedByEV: "StopAuthorized",
  TimeLimitReached: "TimeLimitReached",
  Timeout: "EVConnectTimeout",
};

/** The trigger that belongs to a reason for which an EVSE stopped. */
export function stopFor(reason: ReasonEnumType): StopReason {
  return { reason, trigger: TRIGGERS[reason] };
}

/** The stop reason of a transaction that was open when the station started and whose end was not seen. */
export function stopByRestart(bootReason: BootReasonEnumType): StopReason {
  switch (bootReason) {
    case "PowerUp":
      return { reason: "PowerLoss", trigger: "AbnormalCondition" };
    case "RemoteReset":
    case "ScheduledReset":
      // A reset requested by the CSMS ended the transaction.
      return { reason: "ImmediateReset", trigger: "ResetCommand" };
    case "ApplicationReset":
    case "FirmwareUpdate":
    case "LocalReset":
    case "Triggered":
    case "Watchdog":
      return { reason: "Reboot", trigger: "AbnormalCondition" };
    case "Unknown":
      return { reason: "Other", trigger: "AbnormalCondition" };
  }
}
