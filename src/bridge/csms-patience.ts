import { type Clock, sleep } from "../kernel/clock.ts";

/**
 * How long another module waits for the CSMS through us (everest-integration A.1, A.3). The CSMS is asked one thing at
 * a time: a single question it may leave unanswered for its whole message time-out, many would add up.
 */
export const CSMS_PATIENCE_MS = 60_000;

export const PATIENCE_TIMER = "bridge.csms-patience";

/** Resolves as `work` does, or with "late"; what `work` becomes then is nobody's concern. */
export async function patiently<T>(work: Promise<T>, clock: Clock): Promise<T | "late"> {
  const done = new AbortController();
  const late = sleep(clock, PATIENCE_TIMER, CSMS_PATIENCE_MS, done.signal).then(() => "late" as const);
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}
