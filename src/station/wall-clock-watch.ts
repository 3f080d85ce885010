import type { Clock, Timer } from "../kernel/clock.ts";
import { WallClockShift } from "../kernel/wall-clock-shift.ts";

export const WALL_CLOCK_TIMER = "wall-clock-watch";
const CHECK_MS = 5_000;

/** Notices that the wall clock was set, by the station or by another program. */
export class WallClockWatch {
  readonly #clock: Clock;
  readonly #clockSet: () => void;
  #shift: WallClockShift;
  #timer: Timer | undefined;

  /** `clockSet` is called some seconds after the clock was set, at most, and at once by `look`. */
  constructor(clock: Clock, clockSet: () => void) {
    this.#clock = clock;
    this.#clockSet = clockSet;
    this.#shift = new WallClockShift(clock);
  }

  /** Idempotent. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#shift = new WallClockShift(this.#clock);
    this.#arm();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Looks at once: to be called when the station has set the clock. */
  look(): void {
    if (this.#shift.look() !== 0) this.#clockSet();
  }

  #arm(): void {
    this.#timer = this.#clock.setTimer(WALL_CLOCK_TIMER, CHECK_MS, () => {
      this.#arm();
      this.look();
    });
  }
}
