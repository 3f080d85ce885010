/**
 * Chooses the members of a time series that remain when only `keep` may: the first, the last, and between
 * them those nearest to an even spacing, so that an already thinned part is not thinned more than later
 * members. `timesMs` ascends; returns ascending indexes, all of them when there are no more than `keep`.
 */
export function evenlyThinned(timesMs: readonly number[], keep: number): readonly number[] {
  const count = timesMs.length;
  if (count <= keep) return timesMs.map((_, index) => index);
  if (keep <= 0) return [];
  if (keep === 1) return [0];
  const firstMs = timesMs[0] ?? 0;
  const stepMs = ((timesMs[count - 1] ?? firstMs) - firstMs) / (keep - 1);
  const chosen = [0];
  let index = 1;
  for (let rank = 1; rank < keep - 1; rank++) {
    const targetMs = firstMs + rank * stepMs;
    // Enough members must follow this one for the remaining ranks.
    const latest = count - (keep - rank);
    while (index < latest && distance(timesMs, index + 1, targetMs) <= distance(timesMs, index, targetMs)) {
      index++;
    }
    chosen.push(index++);
  }
  chosen.push(count - 1);
  return chosen;
}

function distance(timesMs: readonly number[], index: number, targetMs: number): number {
  return Math.abs((timesMs[index] ?? Infinity) - targetMs);
}
