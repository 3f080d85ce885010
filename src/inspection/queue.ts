/** The answer to `queue`: what waits for the CSMS, oldest first. Times are Unix milliseconds. */
export interface QueueAnswer {
  readonly nowMs: number;
  readonly total: number;
  readonly csms: QueueGate;
  readonly messages: readonly QueuedMessage[];
}

/** Whether messages can go to the CSMS now. */
export type QueueGate = "notConnected" | "notAccepted" | "ready";

/** One message on disk that the CSMS has not confirmed. */
export interface QueuedMessage {
  /** Its place in the queue; `queue show` takes it. */
  readonly id: number;
  readonly action: string;
  readonly occurredMs: number;
  readonly bytes: number;
  /** Answers of the CSMS that were no success. */
  readonly attempts: number;
  /** Connections that ended with this message outstanding. */
  readonly setbacks: number;
  /** Messages that go before it: older ones of its kind, transaction events or others, that are not set aside. */
  readonly ahead: number;
  /** Not sent before; absent: in its turn. */
  readonly setAsideUntilMs?: number;
  readonly transactionId?: string;
}

/** The answer to `queue.message`. */
export interface QueuedMessageAnswer extends QueuedMessage {
  readonly csms: QueueGate;
  readonly messageId: string;
  /** With passwords and key codes masked. */
  readonly payload: unknown;
}

/** Why a message waits, in a few words. */
export function waitingReason(
  message: QueuedMessage,
  { csms, nowMs }: { readonly csms: QueueGate; readonly nowMs: number },
): string {
  if (message.setAsideUntilMs !== undefined && message.setAsideUntilMs > nowMs) {
    return message.setbacks === 0
      ? "rests, or waits behind one of its transaction"
      : `set aside: ${message.setbacks} connections ended with it`;
  }
  if (message.ahead > 0) return `behind ${message.ahead} other${message.ahead === 1 ? "" : "s"}`;
  const refused = message.attempts === 0
    ? undefined
    : `refused ${message.attempts === 1 ? "once" : `${message.attempts} times`}`;
  if (csms === "ready") return refused ?? "is next";
  const gate = csms === "notConnected"
    ? "the station is not connected"
    : "the CSMS has not accepted the station";
  return refused === undefined ? gate : `${refused}; ${gate}`;
}
