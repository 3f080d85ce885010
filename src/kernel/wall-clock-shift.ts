import type { Clock } from "./clock.ts";

/** The two clocks are read one after the other, and the wall clock in whole milliseconds. */
const TOLERANCE_MS = 1_000;

/** Tells by how much the wall clock was set: only then does it move apart from the monotonic clock. */
export class WallClockShift {
  readonly #clock: Clock;
  #apartMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#apartMs = this.#readApart();
  }

  /** Milliseconds since the last look at which it was set; 0 when it was not. */
  look(): number {
    const apartMs = this.#readApart();
    const byMs = apartMs - this.#apartMs;
    if (Math.abs(byMs) < TOLERANCE_MS) return 0;
    this.#apartMs = apartMs;
    return byMs;
  }

  #readApart(): number {
    return this.#clock.wallMs() - this.#clock.monotonicMs();
  }
}
