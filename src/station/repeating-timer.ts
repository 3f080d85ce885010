import type { Clock, Timer } from "../kernel/clock.ts";
import { lastAlignedMs, nextAlignedMs } from "./clock-alignment.ts";

/** A clock-aligned timer reads the wall clock at least this often: others than the station may set it during a wait. */
const LONGEST_WAIT_MS = 60_000;

/** Decides when a `RepeatingTimer` with a given interval wakes up, and whether it fires then. */
interface Schedule {
  /** Whether its moments are those of the wall clock. */
  readonly followsWallClock: boolean;
  /** Milliseconds until the timer wakes up. */
  waitMs(): number;
  /** On waking up: the wall-clock moment to fire for, or undefined when none has passed. */
  due(): number | undefined;
}

type ScheduleOf = (clock: Clock, seconds: number) => Schedule;

/** A timer that fires at an interval until it is stopped; `fire` gets the wall-clock moment it fires for. */
export class RepeatingTimer {
  readonly #clock: Clock;
  readonly #name: string;
  readonly #scheduleOf: ScheduleOf;
  readonly #fire: (atMs: number) => void;
  #timer: Timer | undefined;
  #schedule: Schedule | undefined;
  #seconds = 0;

  constructor(clock: Clock, name: string, scheduleOf: ScheduleOf, fire: (atMs: number) => void) {
    this.#clock = clock;
    this.#name = name;
    this.#scheduleOf = scheduleOf;
    this.#fire = fire;
  }

  /** Restarts the timer unless it runs with this interval already; 0 seconds stops it. "begun": it did not run before. */
  set(seconds: number): "begun" | "stopped" | "goesOn" {
    const before = this.#seconds;
    if (seconds === before) return seconds > 0 ? "goesOn" : "stopped";
    this.stop();
    this.#seconds = seconds;
    if (seconds <= 0) return "stopped";
    this.#arm(this.#scheduleOf(this.#clock, seconds));
    return before > 0 ? "goesOn" : "begun";
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#schedule = undefined;
    this.#seconds = 0;
  }

  /** To be called when the wall clock was set: its moments are nearer or farther than before. */
  clockSet(): void {
    if (!this.#schedule?.followsWallClock) return;
    this.#timer?.cancel();
    this.#wake(this.#schedule);
  }

  #arm(schedule: Schedule): void {
    this.#schedule = schedule;
    this.#timer = this.#clock.setTimer(this.#name, schedule.waitMs(), () => this.#wake(schedule));
  }

  #wake(schedule: Schedule): void {
    const dueMs = schedule.due();
    this.#arm(schedule);
    if (dueMs !== undefined) this.#fire(dueMs);
  }
}

/**
 * Every interval after the start, without drift. Moments that passed while the process was suspended are
 * skipped.
 */
export const fixedInterval: ScheduleOf = (clock, seconds) => {
  const startMs = clock.monotonicMs();
  const intervalMs = seconds * 1000;
  return {
    followsWallClock: false,
    waitMs() {
      const elapsedMs = clock.monotonicMs() - startMs;
      return (Math.floor(elapsedMs / intervalMs) + 1) * intervalMs - elapsedMs;
    },
    due: () => clock.wallMs(),
  };
};

/** At the clock-aligned moments of the interval (part 2, J 2.2). */
export const clockAligned: ScheduleOf = (clock, seconds) => {
  let checkedMs = clock.wallMs();
  return {
    followsWallClock: true,
    waitMs: () => Math.min(nextAlignedMs(checkedMs, seconds) - checkedMs, LONGEST_WAIT_MS),
    due() {
      const previousMs = checkedMs;
      checkedMs = clock.wallMs();
      const alignedMs = lastAlignedMs(checkedMs, seconds);
      // A moment that passed long ago means that the clock was set forward: nothing was measured at it.
      return alignedMs > previousMs && checkedMs - alignedMs < LONGEST_WAIT_MS ? alignedMs : undefined;
    },
  };
};
