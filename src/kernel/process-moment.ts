import type { Clock } from "./clock.ts";

/** Both clocks are read one after the other, and the wall clock is slewed: so far they may be apart. */
const SET_MS = 1000;

/** A moment since the start of this process, by the wall clock of now: where that was set since, it is that much later. */
export class ProcessMoment {
  readonly #clock: Clock;
  readonly #monotonicMs: number;
  #wallMs: number;

  /** Now. */
  constructor(clock: Clock) {
    this.#clock = clock;
    this.#monotonicMs = clock.monotonicMs();
    this.#wallMs = clock.wallMs();
  }

  /** The same at every call, unless the clock was set. */
  get wallMs(): number {
    const ageMs = this.#clock.monotonicMs() - this.#monotonicMs;
    const wallMs = Math.round(this.#clock.wallMs() - ageMs);
    if (Math.abs(wallMs - this.#wallMs) > SET_MS) this.#wallMs = wallMs;
    return this.#wallMs;
  }
}
