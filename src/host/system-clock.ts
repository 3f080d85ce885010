import type { Clock, Timer } from "../kernel/clock.ts";

/** Longest delay that setTimeout honours; longer timers are re-armed until they are due. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

interface RunningTimer extends Timer {
  readonly dueMs: number;
  readonly fire: () => void;
}

/** The process's real clock, with a registry of its timers for diagnostics. */
export interface SystemClock extends Clock {
  /** Names and remaining milliseconds of all timers, soonest first. */
  timers(): { readonly name: string; readonly remainingMs: number }[];
}

/**
 * All timers share one of the runtime's, since making one costs ten times what a new entry here does, and nearly all are
 * cancelled: it runs for the soonest, or for one that was cancelled since.
 */
export function createSystemClock(): SystemClock {
  const running = new Set<RunningTimer>();
  let armed: { readonly handle: ReturnType<typeof setTimeout>; readonly dueMs: number } | undefined;

  function disarm(): void {
    clearTimeout(armed?.handle);
    armed = undefined;
  }

  function armFor(dueMs: number): void {
    if (armed !== undefined && armed.dueMs <= dueMs) return;
    disarm();
    const nowMs = performance.now();
    // setTimeout cuts fractions of a millisecond off; rounded up, it never comes early by much.
    const delayMs = Math.min(Math.ceil(Math.max(0, dueMs - nowMs)), MAX_TIMEOUT_MS);
    armed = { handle: setTimeout(elapse, delayMs), dueMs: Math.min(dueMs, nowMs + MAX_TIMEOUT_MS) };
  }

  /** Of those that are due at the same time the one that was set first. */
  function soonest(): RunningTimer | undefined {
    let found: RunningTimer | undefined;
    for (const timer of running) if (found === undefined || timer.dueMs < found.dueMs) found = timer;
    return found;
  }

  /** Each timer has a turn of the event loop of its own: what follows from it is done before the next one fires. */
  function elapse(): void {
    disarm();
    const timer = soonest();
    // A measurement of the time that has passed must show all of it: an interval counted from its start
    // would be due a second time otherwise.
    if (timer === undefined || performance.now() < timer.dueMs) return goOn();
    running.delete(timer);
    try {
      timer.fire();
    } finally {
      goOn();
    }
  }

  function goOn(): void {
    const next = soonest();
    if (next === undefined) return;
    if (performance.now() < next.dueMs) armFor(next.dueMs);
    else setImmediate(elapse);
  }

  function setTimer(name: string, delayMs: number, fire: () => void): Timer {
    const dueMs = performance.now() + Math.max(0, delayMs);
    const cancel = () => {
      running.delete(timer);
      if (running.size === 0) disarm();
    };
    const timer: RunningTimer = { name, dueMs, fire, cancel };
    running.add(timer);
    armFor(dueMs);
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
