import type { Clock } from "../kernel/clock.ts";
import { MAX_SET_ASIDE_CALLS } from "../kernel/limits.ts";
import { setAsideMs } from "./set-aside-policy.ts";
import type { OutgoingCall } from "./waiting-calls.ts";

interface SetAsideCall {
  readonly untilMs: number;
  /** How often it was found to be the cause. */
  readonly times: number;
}

/**
 * CALLs in memory that ended connections: their like is not sent for a while, and less and less often. Never
 * BootNotification, without which nothing else may be sent.
 */
export class SetAsideCalls {
  readonly #calls = new Map<string, SetAsideCall>();

  constructor(readonly clock: Clock) {}

  /** The CSMS cannot take it. Gives for how long, in milliseconds. */
  add(key: string): number {
    const times = this.#calls.get(key)?.times ?? 0;
    const ms = setAsideMs(times);
    this.#put(key, ms, times + 1);
    return ms;
  }

  /** The CSMS may be at fault. */
  rest(key: string, ms: number): void {
    this.#put(key, ms, this.#calls.get(key)?.times ?? 0);
  }

  /** The CSMS takes others: these are tried again. */
  recall(keys: readonly string[]): void {
    for (const key of keys) {
      const call = this.#calls.get(key);
      if (call?.times === 0) this.#calls.delete(key);
    }
  }

  has(call: OutgoingCall): boolean {
    if (this.#calls.size === 0 || call.action === "BootNotification") return false;
    const entry = this.#calls.get(call.identity);
    return entry !== undefined && entry.untilMs > this.clock.monotonicMs();
  }

  /** "convicted": one more lost connection is enough. */
  record(key: string): "clean" | "convicted" {
    return (this.#calls.get(key)?.times ?? 0) > 0 ? "convicted" : "clean";
  }

  answered(key: string): void {
    this.#calls.delete(key);
  }

  #put(key: string, ms: number, times: number): void {
    this.#calls.delete(key);
    this.#calls.set(key, { untilMs: this.clock.monotonicMs() + ms, times });
    const [oldest] = this.#calls.keys();
    if (this.#calls.size > MAX_SET_ASIDE_CALLS && oldest !== undefined) this.#calls.delete(oldest);
  }
}
