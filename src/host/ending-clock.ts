import type { Clock, Timer } from "../kernel/clock.ts";

/** A clock whose timers end together. */
export interface EndingClock extends Clock {
  /** No timer set through it fires any more, and none can be set. Idempotent. */
  end(): void;
}

/**
 * For everything that may write to the databases: once they are closed, no timer may fire that writes, even if a block
 * has missed its end.
 */
export function endingClock(clock: Clock): EndingClock {
  const timers = new Set<Timer>();
  let ended = false;
  return {
    wallMs: () => clock.wallMs(),
    monotonicMs: () => clock.monotonicMs(),
    setTimer(name, delayMs, fire) {
      if (ended) return { name, cancel() {} };
      const timer = clock.setTimer(name, delayMs, () => {
        timers.delete(timer);
        fire();
      });
      timers.add(timer);
      return {
        name,
        cancel() {
          timers.delete(timer);
          timer.cancel();
        },
      };
    },
    end() {
      ended = true;
      for (const timer of timers) timer.cancel();
      timers.clear();
    },
  };
}
