import { type Clock, sleep } from "../kernel/clock.ts";

/**
 * How long another module waits for an answer of the CSMS. Only one CALL is in flight at a time, and each may
 * use its whole message time-out, so the waiting times of several CALLs would add up.
 */
export const CSMS_TIMEOUT_MS = 60_000;

export const CSMS_TIMEOUT_TIMER = "bridge.csms-timeout";

/** Resolves as `work` does, or with "late" after CSMS_TIMEOUT_MS; a later result of `work` is ignored. */
export async function withinCsmsTimeout<T>(work: Promise<T>, clock: Clock): Promise<T | "late"> {
  const done = new AbortController();
  const late = sleep(clock, CSMS_TIMEOUT_TIMER, CSMS_TIMEOUT_MS, done.signal).then(() => "late" as const);
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}
