import type { Action } from "../ocpp/messages.ts";
import type { SentCall } from "./link.ts";

/** OCPPCommCtrlr.MessageAttempts[TransactionEvent] and MessageAttemptInterval[TransactionEvent]. */
export interface RetrySettings {
  readonly messageAttempts: number;
  readonly messageAttemptIntervalSeconds: number;
}

/** What becomes of a queued message that was sent and not accepted. */
export type RetryVerdict =
  | { kind: "retry"; waitMs: number }
  /** It makes room for those behind it and is tried again later. */
  | { kind: "setAside" }
  | { kind: "giveUp" };

/** An answer that is no CALLRESULT of the right form. */
export type FailedCall = Extract<SentCall, { kind: "error" | "timeout" }>;

/**
 * Decides after a failure. `transmissions` counts the failed ones including this. Losing the connection is no
 * failure (E13, remark 8: not accepted "is different from" offline), so it never gets here.
 */
export function afterFailure(
  action: Action,
  failure: FailedCall,
  transmissions: number,
  settings: RetrySettings,
): RetryVerdict {
  if (action !== "TransactionEvent" && saysNever(failure)) return { kind: "giveUp" };
  // E13.FR.04 discards transaction events; A04.FR.02 guarantees that security events arrive.
  if (transmissions >= settings.messageAttempts) {
    return { kind: action === "SecurityEventNotification" ? "setAside" : "giveUp" };
  }
  // E13.FR.03: the interval multiplied by the number of preceding transmissions of this same message.
  const waitMs = Math.max(0, settings.messageAttemptIntervalSeconds) * transmissions * 1000;
  return { kind: "retry", waitMs };
}

/** A CSMS that does not know the action will not learn it within the interval; billing data is worth the try. */
function saysNever(failure: FailedCall): boolean {
  return failure.kind === "error" && (failure.code === "NotImplemented" || failure.code === "NotSupported");
}
