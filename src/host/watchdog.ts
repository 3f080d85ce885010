import type { Clock, Timer } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";

/** One thing that must make progress for the process to count as alive (architecture §4). */
export interface Probe {
  readonly name: string;
  /** "healthy", or why it is not. */
  check(): "healthy" | { readonly stuck: string };
}

export interface WatchdogDeps {
  readonly probes: readonly Probe[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Feeds the supervisor. */
  feed(): void;
  /** The supervisor's limit (WATCHDOG_USEC), in milliseconds; 0 when there is no supervisor. */
  readonly limitMs: number;
}

/**
 * Feeds the supervisor three times per limit, but only while every probe is healthy: a loop that turns without
 * any progress is restarted.
 */
export function startWatchdog(deps: WatchdogDeps): { stop(): void } {
  if (deps.limitMs <= 0) return { stop() {} };
  const periodMs = deps.limitMs / 3;
  let timer: Timer;
  let reported: string | undefined;

  const beat = () => {
    const stuck = deps.probes.flatMap((probe) => {
      const state = probe.check();
      return state === "healthy" ? [] : [`${probe.name}: ${state.stuck}`];
    });
    if (stuck.length === 0) {
      reported = undefined;
      deps.feed();
    } else if (stuck.join() !== reported) {
      reported = stuck.join();
      deps.log.error("no progress, the watchdog is not fed", { stuck });
    }
    timer = deps.clock.setTimer("watchdog", periodMs, beat);
  };
  beat();
  return { stop: () => timer.cancel() };
}
