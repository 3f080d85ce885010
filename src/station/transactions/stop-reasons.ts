import type { BootReasonEnumType, ReasonEnumType, TriggerReasonEnumType } from "../../ocpp/messages.ts";

/** Why a transaction stops, in the two words that its Ended event needs. */
export interface StopReason {
  readonly reason: ReasonEnumType;
  readonly trigger: TriggerReasonEnumType;
}

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

/** How a transaction ended that was still open when the station started; its real end went unseen. */
export function stopByRestart(bootReason: BootReasonEnumType): StopReason {
  switch (bootReason) {
    case "PowerUp":
      return { reason: "PowerLoss", trigger: "AbnormalCondition" };
    case "RemoteReset":
    case "ScheduledReset":
      // The CSMS asked for the reset that cut the transaction off.
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
