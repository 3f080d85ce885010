import { MAX_MESSAGES_BEFORE_READY } from "../kernel/limits.ts";

/**
 * Holds our variables and calls until every module is ready: before, a peer may not have subscribed, and a call
 * would hang for its whole time-out.
 */
export class ReadyGate {
  #held: (() => void)[] | undefined = [];

  /** Runs `action` now or when the gate opens; "overflow" when too much is held already. */
  pass(action: () => void): "passed" | "held" | "overflow" {
    if (!this.#held) {
      action();
      return "passed";
    }
    if (this.#held.length >= MAX_MESSAGES_BEFORE_READY) return "overflow";
    this.#held.push(action);
    return "held";
  }

  /** Runs what was held, in order. Idempotent. */
  open(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const action of held) action();
  }
}
