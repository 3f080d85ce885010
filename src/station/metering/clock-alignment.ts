const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The next clock-aligned moment strictly after `wallMs`: multiples of the interval counted from midnight UTC, counted
 * anew every midnight (part 2, J 2.2), so the last interval of a day may be short.
 */
export function nextAlignedMs(wallMs: number, intervalSeconds: number): number {
  const midnightMs = Math.floor(wallMs / DAY_MS) * DAY_MS;
  const intervalMs = intervalSeconds * 1000;
  const nextMs = midnightMs + (Math.floor((wallMs - midnightMs) / intervalMs) + 1) * intervalMs;
  return Math.min(nextMs, midnightMs + DAY_MS);
}
