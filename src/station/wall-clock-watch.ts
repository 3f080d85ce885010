import type { Clock, Timer } from "../kernel/clock.ts";

export const WALL_CLOCK_TIMER = "wall-clock-watch";
const CHECK_MS = 5_000;
/** The two clocks are read one after the other, and the wall clock in whole milliseconds. */
const TOLERANCE_MS = 1_000;

/**
 * Notices that the wall clock was set, by the station or by another program: only then does it move apart from the
 * monotonic clock.
 */
export class WallClockWatch {
  readonly #clock: Clock;
  readonly #clockSet: () => void;
  #apartMs = 0;
  #timer: Timer | undefined;

  /** `clockSet` is called some seconds after the clock was set, at most, and at once by `look`. */
  constructor(clock: Clock, clockSet: () => void) {
    this.#clock = clock;
    this.#clockSet = clockSet;
  }

  /** Idempotent. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#apartMs = this.#readApart();
    this.#arm();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Looks at once: to be called when the station has set the clock. */
  look(): void {
    const apartMs = this.#readApart();
    if (Math.abs(apartMs - this.#apartMs) < TOLERANCE_MS) return;
    this.#apartMs = apartMs;
    this.#clockSet();
  }

  #arm(): void {
    this.#timer = this.#clock.setTimer(WALL_CLOCK_TIMER, CHECK_MS, () => {
      this.#arm();
      this.look();
    });
  }

  #readApart(): number {
    return this.#clock.wallMs() - this.#clock.monotonicMs();
  }
}
