/**
 * `count` of the entries in the order of the list, drawn by chance; the same seed draws the same ones from the same list.
 * All of them when there are fewer.
 */
export function drawn<T>(entries: readonly T[], count: number, seed: number): readonly T[] {
  const random = mulberry32(seed);
  const indexes = entries.map((_, index) => index);
  // The first steps of a Fisher-Yates shuffle.
  for (let at = 0; at < Math.min(count, indexes.length); at++) {
    const other = at + Math.floor(random() * (indexes.length - at));
    [indexes[at], indexes[other]] = [indexes[other]!, indexes[at]!];
  }
  return indexes.slice(0, count).toSorted((a, b) => a - b).map((index) => entries[index]!);
}

/** Numbers from 0 to below 1. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
