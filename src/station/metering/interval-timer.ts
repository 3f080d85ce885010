import type { Clock, Timer } from "../../kernel/clock.ts";

/**
 * Fires every so many seconds, counted from its start without drift. What was missed while the process slept is left
 * out, not made up for.
 */
export class IntervalTimer {
  readonly #clock: Clock;
  readonly #name: string;
  readonly #fire: () => void;
  #timer: Timer | undefined;
  #seconds = 0;

  constructor(clock: Clock, name: string, fire: () => void) {
    this.#clock = clock;
    this.#name = name;
    this.#fire = fire;
  }

  /** Begins anew unless it runs with this interval already; 0 seconds switches it off. */
  set(seconds: number): void {
    if (seconds === this.#seconds) return;
    this.stop();
    this.#seconds = seconds;
    if (seconds > 0) this.#arm(this.#clock.monotonicMs());
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#seconds = 0;
  }

  #arm(startMs: number): void {
    const intervalMs = this.#seconds * 1000;
    const elapsedMs = this.#clock.monotonicMs() - startMs;
    const dueMs = (Math.floor(elapsedMs / intervalMs) + 1) * intervalMs;
    this.#timer = this.#clock.setTimer(this.#name, dueMs - elapsedMs, () => {
      this.#arm(startMs);
      this.#fire();
    });
  }
}
