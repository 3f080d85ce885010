const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Clock-aligned moments are the multiples of an interval counted from midnight UTC, and anew every midnight (part 2,
 * J 2.2), so the last interval of a day may be short. This is the last one at or before `wallMs`.
 */
export function lastAlignedMs(wallMs: number, intervalSeconds: number): number {
  const midnightMs = Math.floor(wallMs / DAY_MS) * DAY_MS;
  const intervalMs = intervalSeconds * 1000;
  return midnightMs + Math.floor((wallMs - midnightMs) / intervalMs) * intervalMs;
}

/** The first clock-aligned moment after `wallMs`. */
export function nextAlignedMs(wallMs: number, intervalSeconds: number): number {
  const nextMidnightMs = (Math.floor(wallMs / DAY_MS) + 1) * DAY_MS;
  return Math.min(lastAlignedMs(wallMs, intervalSeconds) + intervalSeconds * 1000, nextMidnightMs);
}
