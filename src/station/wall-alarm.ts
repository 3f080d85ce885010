import type { Clock, Timer } from "../kernel/clock.ts";

/** The wall clock may be set while we wait; it is looked at again at least this often. */
const LONGEST_WAIT_MS = 60_000;

/** Rings once when the wall clock reaches a moment, also when somebody sets the clock meanwhile. */
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

  /** Unix milliseconds; replaces the moment that was set before. */
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
