import { MAX_MESSAGES_BEFORE_READY } from "../kernel/limits.ts";

/**
 * Queues our variables and calls until every module is ready: before, a peer may not have subscribed, and a
 * call would hang for its whole time-out.
 */
export class ReadyGate {
  #queued: (() => void)[] | undefined = [];

  /** Runs `action` now or when the gate opens; "overflow" when the queue is full. */
  pass(action: () => void): "passed" | "queued" | "overflow" {
    if (!this.#queued) {
      action();
      return "passed";
    }
    if (this.#queued.length >= MAX_MESSAGES_BEFORE_READY) return "overflow";
    this.#queued.push(action);
    return "queued";
  }

  /** Runs the queued actions in order. Idempotent. */
  open(): void {
    const queued = this.#queued ?? [];
    this.#queued = undefined;
    for (const action of queued) action();
  }
}
