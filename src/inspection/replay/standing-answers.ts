import { toTimestamp } from "../../kernel/clock.ts";

/** How the played CSMS answers a CALL. */
export type PlayedAnswer =
  | { readonly kind: "result"; readonly payload: unknown }
  | {
    readonly kind: "error";
    readonly code: string;
    readonly description: string;
    readonly details: unknown;
  };

/** Notifications that a CSMS takes note of with an empty answer. */
const TAKEN_NOTE_OF: ReadonlySet<string> = new Set([
  ...["ClearedChargingLimit", "FirmwareStatusNotification", "LogStatusNotification", "MeterValues"],
  ...["NotifyChargingLimit", "NotifyCustomerInformation", "NotifyDisplayMessages", "NotifyEvent"],
  ...[
    "NotifyMonitoringReport",
    "NotifyReport",
    "PublishFirmwareStatusNotification",
    "ReportChargingProfiles",
  ],
  ...["ReservationStatusUpdate", "SecurityEventNotification", "StatusNotification", "TransactionEvent"],
]);
const INTERVAL_SECONDS = 300;

/** The answer to a CALL of which the recording has no example: one that lets the station go on. */
export function standingAnswer(action: string, nowMs: number): PlayedAnswer {
  const currentTime = toTimestamp(nowMs);
  if (action === "BootNotification") {
    return { kind: "result", payload: { status: "Accepted", currentTime, interval: INTERVAL_SECONDS } };
  }
  if (action === "Heartbeat") return { kind: "result", payload: { currentTime } };
  if (TAKEN_NOTE_OF.has(action)) return { kind: "result", payload: {} };
  const description = "the recording has no answer to this";
  return { kind: "error", code: "InternalError", description, details: {} };
}
