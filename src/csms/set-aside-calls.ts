import type { Clock } from "../kernel/clock.ts";
import { MAX_SET_ASIDE_CALLS } from "../kernel/limits.ts";
import { setAsideMs } from "./set-aside-policy.ts";
import type { OutgoingCall } from "./waiting-calls.ts";

/**
 * CALLs in memory that ended connections: their like is not sent for a while, and less and less often. Never
 * BootNotification, without which nothing else may be sent.
 */
export class SetAsideCalls {
  readonly #calls = new Map<string, { untilMs: number; times: number }>();

  constructor(readonly clock: Clock) {}

  /** Gives how long, in milliseconds. */
  add(key: string): number {
    const times = this.#calls.get(key)?.times ?? 0;
    const ms = setAsideMs(times);
    this.#calls.delete(key);
    this.#calls.set(key, { untilMs: this.clock.monotonicMs() + ms, times: times + 1 });
    const [oldest] = this.#calls.keys();
    if (this.#calls.size > MAX_SET_ASIDE_CALLS && oldest !== undefined) this.#calls.delete(oldest);
    return ms;
  }

  has(call: OutgoingCall): boolean {
    if (this.#calls.size === 0 || call.action === "BootNotification") return false;
    const entry = this.#calls.get(call.identity);
    return entry !== undefined && entry.untilMs > this.clock.monotonicMs();
  }

  /** True when a CALL like this was set aside before: one more lost connection is enough. */
  isKnown(key: string): boolean {
    return this.#calls.has(key);
  }

  answered(key: string): void {
    this.#calls.delete(key);
  }
}
