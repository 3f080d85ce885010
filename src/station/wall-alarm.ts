import type { Clock, Timer } from "../kernel/clock.ts";

/** The wall clock is read at least this often, since it may be set during a wait. */
const LONGEST_WAIT_MS = 60_000;

/** Calls back once when the wall clock reaches a moment, also when the clock is set meanwhile. */
export class WallAlarm {
  readonly #clock: Clock;
  readonly #name: string;
  readonly #ring: () => void;
  #timer: Timer | undefined;

  constructor(clock: Clock, name: string, ring: () => void) {
    this.#clock = clock;
    this.#name = name;
    this.#ring = ring;
  }

  /** Unix milliseconds; replaces the former moment. */
  set(atMs: number): void {
    this.cancel();
    const leftMs = atMs - this.#clock.wallMs();
    this.#timer = this.#clock.setTimer(this.#name, Math.min(leftMs, LONGEST_WAIT_MS), () => {
      if (this.#clock.wallMs() < atMs) return this.set(atMs);
      this.#timer = undefined;
      this.#ring();
    });
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
