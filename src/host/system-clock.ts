import type { Clock, Timer } from "../kernel/clock.ts";

/** Longest delay that setTimeout honours; longer timers are re-armed until they are due. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

interface RunningTimer extends Timer {
  readonly dueMs: number;
}

/** The process's real clock, with a registry of its timers for diagnostics. */
export interface SystemClock extends Clock {
  /** Names and remaining milliseconds of all timers, soonest first. */
  timers(): { readonly name: string; readonly remainingMs: number }[];
}

export function createSystemClock(): SystemClock {
  const running = new Set<RunningTimer>();

  function setTimer(name: string, delayMs: number, fire: () => void): Timer {
    const dueMs = performance.now() + Math.max(0, delayMs);
    let handle: ReturnType<typeof setTimeout>;
    const timer: RunningTimer = {
      name,
      dueMs,
      cancel() {
        clearTimeout(handle);
        running.delete(timer);
      },
    };
    const arm = () => {
      // setTimeout cuts fractions of a millisecond off; rounded up, it never comes early by much.
      const remainingMs = Math.ceil(Math.max(0, dueMs - performance.now()));
      handle = setTimeout(elapse, Math.min(remainingMs, MAX_TIMEOUT_MS));
    };
    const elapse = () => {
      // A measurement of the time that has passed must show all of it: an interval counted from its start
      // would be due a second time otherwise.
      if (performance.now() < dueMs) return arm();
      running.delete(timer);
      fire();
    };
    arm();
    running.add(timer);
    return timer;
  }

  return {
    wallMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    setTimer,
    timers() {
      const nowMs = performance.now();
      return [...running]
        .map((timer) => ({ name: timer.name, remainingMs: Math.round(timer.dueMs - nowMs) }))
        .sort((a, b) => a.remainingMs - b.remainingMs);
    },
  };
}
