import assert from "node:assert/strict";
import type { BootReasonEnumType, ReasonEnumType } from "../../../../src/ocpp/messages.ts";
import { stopByRestart, stopFor } from "../../../../src/station/transactions/stop-reasons.ts";
import { ocppWords } from "../../bridge/enumerations/word-table.ts";

const TRIGGERS = {
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

Deno.test("every reason to stop has the trigger that belongs to it (E06.FR.15, E06.FR.16)", () => {
  assert.deepEqual(Object.keys(TRIGGERS).sort(), [...ocppWords("ReasonEnumType")].sort());
  for (const [reason, trigger] of Object.entries(TRIGGERS)) {
    assert.deepEqual(stopFor(reason as ReasonEnumType), { reason, trigger });
  }
});

const RESTARTS = {
  PowerUp: "PowerLoss AbnormalCondition",
  RemoteReset: "ImmediateReset ResetCommand",
  ScheduledReset: "ImmediateReset ResetCommand",
  ApplicationReset: "Reboot AbnormalCondition",
  FirmwareUpdate: "Reboot AbnormalCondition",
  LocalReset: "Reboot AbnormalCondition",
  Triggered: "Reboot AbnormalCondition",
  Watchdog: "Reboot AbnormalCondition",
  Unknown: "Other AbnormalCondition",
};

Deno.test("every boot reason says how a transaction ended whose end went unseen", () => {
  assert.deepEqual(Object.keys(RESTARTS).sort(), [...ocppWords("BootReasonEnumType")].sort());
  for (const [bootReason, words] of Object.entries(RESTARTS)) {
    const { reason, trigger } = stopByRestart(bootReason as BootReasonEnumType);
    assert.equal(`${reason} ${trigger}`, words, bootReason);
  }
});
