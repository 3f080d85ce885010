import type { Clock, Timer } from "../../kernel/clock.ts";
import { lastAlignedMs, nextAlignedMs } from "./clock-alignment.ts";

/** The wall clock may be set while we wait; it is looked at again at least this often. */
const LONGEST_WAIT_MS = 60_000;

/** Fires at the clock-aligned moments of an interval, with the moment itself. */
export class AlignedTimer {
  readonly #clock: Clock;
  readonly #name: string;
  readonly #fire: (alignedMs: number) => void;
  #timer: Timer | undefined;
  #seconds = 0;

  constructor(clock: Clock, name: string, fire: (alignedMs: number) => void) {
    this.#clock = clock;
    this.#name = name;
    this.#fire = fire;
  }

  /** 0 seconds switches it off. */
  set(seconds: number): void {
    if (seconds === this.#seconds) return;
    this.stop();
    this.#seconds = seconds;
    if (seconds > 0) this.#waitFrom(this.#clock.wallMs());
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#seconds = 0;
  }

  #waitFrom(checkedMs: number): void {
    const leftMs = nextAlignedMs(checkedMs, this.#seconds) - checkedMs;
    this.#timer = this.#clock.setTimer(this.#name, Math.min(leftMs, LONGEST_WAIT_MS), () => {
      const nowMs = this.#clock.wallMs();
      const alignedMs = lastAlignedMs(nowMs, this.#seconds);
      this.#waitFrom(nowMs);
      // Passed since the last look; long ago only when the clock was set forward, and then there is nothing to say of it.
      if (alignedMs > checkedMs && nowMs - alignedMs < LONGEST_WAIT_MS) this.#fire(alignedMs);
    });
  }
}
