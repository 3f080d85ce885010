/**
 * The only source of time. Wall time may jump (the CSMS sets it); monotonic time never does. Timers carry a
 * name so that diagnostics can list them and tests can wait until exactly this timer has been set.
 */
export interface Clock {
  /** Whole milliseconds since 1970-01-01T00:00:00Z by the station's clock. */
  wallMs(): number;
  /** Milliseconds since an arbitrary start; never jumps. Use it for durations. */
  monotonicMs(): number;
  /** Calls `fire` once after `delayMs` (monotonic, clamped to at least 0). */
  setTimer(name: string, delayMs: number, fire: () => void): Timer;
}

export interface Timer {
  readonly name: string;
  /** Idempotent; after it returns `fire` will not be called. */
  cancel(): void;
}

/** Resolves with "elapsed" after `delayMs`, or with "aborted" as soon as `signal` is aborted. Never rejects. */
export function sleep(
  clock: Clock,
  name: string,
  delayMs: number,
  signal?: AbortSignal,
): Promise<"elapsed" | "aborted"> {
  if (signal?.aborted) return Promise.resolve("aborted");
  return new Promise((resolve) => {
    const onAbort = () => {
      timer.cancel();
      resolve("aborted");
    };
    const timer = clock.setTimer(name, delayMs, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve("elapsed");
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** RFC 3339 in UTC with exactly three fractional digits, as OCPP and EVerest both expect. */
export function toTimestamp(wallMs: number): string {
  return new Date(wallMs).toISOString();
}
