import type { Clock, Timer } from "../kernel/clock.ts";

/** Longest delay that setTimeout honours; longer timers are re-armed in steps of this. */
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
      const remainingMs = dueMs - performance.now();
      if (remainingMs > MAX_TIMEOUT_MS) {
        handle = setTimeout(arm, MAX_TIMEOUT_MS);
        return;
      }
      handle = setTimeout(() => {
        running.delete(timer);
        fire();
      }, Math.max(0, remainingMs));
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
