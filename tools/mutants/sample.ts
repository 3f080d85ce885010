/**
 * `count` of the entries, spread evenly over the list; `offset` picks others of the same density. All of them when there
 * are fewer.
 */
export function evenSample<T>(entries: readonly T[], count: number, offset: number): readonly T[] {
  if (entries.length <= count) return entries;
  const step = entries.length / count;
  return Array.from(
    { length: count },
    (_, index) => entries[(Math.floor(index * step) + offset) % entries.length]!,
  );
}
