/** Key codes that were refused one after the other. */
export interface KeyCodeAttempts {
  readonly refused: number;
  /** When the last of them was refused, monotonic milliseconds. */
  readonly lastMs: number;
}

export const NO_ATTEMPTS: KeyCodeAttempts = { refused: 0, lastMs: 0 };

/** A driver may mistype his code this often without having to wait. */
const FREE_ATTEMPTS = 3;
const FIRST_WAIT_MS = 5_000;
/** Nobody can lock other drivers out for longer. */
const LONGEST_WAIT_MS = 60_000;

/** Whether a key code comes too soon after wrong ones to be looked at: guessing must take long (C04.FR.06). */
export function isTooSoon({ refused, lastMs }: KeyCodeAttempts, nowMs: number): boolean {
  if (refused < FREE_ATTEMPTS) return false;
  const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (refused - FREE_ATTEMPTS), LONGEST_WAIT_MS);
  return nowMs - lastMs < waitMs;
}

/** A right code makes up for all wrong ones. */
export function afterAttempt(
  { refused }: KeyCodeAttempts,
  outcome: "accepted" | "refused",
  nowMs: number,
): KeyCodeAttempts {
  return outcome === "accepted" ? NO_ATTEMPTS : { refused: refused + 1, lastMs: nowMs };
}
