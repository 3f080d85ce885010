import type { Clock, Timer } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { unmapExecutablePages } from "./executable-pages.ts";

/** By then a start has settled. */
const FIRST_MS = 2000;
/** What is seldom done (a handshake, a report) brings in pages that nobody needs afterwards. */
const PERIOD_MS = 10 * 60 * 1000;

export interface PageReturnDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly unmap: typeof unmapExecutablePages;
}

/**
 * Gives the operating system back, once the start is over and every ten minutes, what the process has touched of its
 * executable (docs/decisions/0019). Where that is refused, it says so once and leaves it.
 */
export function startReturningPages({ clock, log, unmap }: PageReturnDeps): { stop(): void } {
  let stopped = false;
  let timer: Timer;
  const round = async () => {
    const outcome = await unmap();
    if (stopped) return;
    if (outcome === "unmapped") schedule(PERIOD_MS);
    else log.info("unused pages of the executable stay in memory", { reason: outcome.refused });
  };
  const schedule = (delayMs: number) => {
    timer = clock.setTimer("host.pageReturn", delayMs, () => void round());
  };
  schedule(FIRST_MS);
  return {
    stop() {
      stopped = true;
      timer.cancel();
    },
  };
}
