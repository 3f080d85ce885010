/** Milliseconds since 1970 with the resolution of the monotonic clock. */
export const preciseNow = (): number => performance.timeOrigin + performance.now();

/** The value below which `share` (0 … 1) of the samples lie. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.floor(share * sorted.length));
  const found = sorted[index];
  if (found === undefined) throw new Error("no samples");
  return found;
}

/** Median, smallest and largest, ready for a row. */
export function spread(
  samples: readonly number[],
): { readonly value: number; readonly min: number; readonly max: number } {
  return { value: quantile(samples, 0.5), min: Math.min(...samples), max: Math.max(...samples) };
}

/** Median and 99th percentile, ready for a row. */
export function typicalAndWorst(
  samples: readonly number[],
): { readonly value: number; readonly p99: number } {
  return { value: quantile(samples, 0.5), p99: quantile(samples, 0.99) };
}
