import type { BundleFunction } from "./bundle-functions.ts";

/** What V8 counted of a script: the first range of a function is the function itself. */
export interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly {
    readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
  }[];
}

/** The names of those functions of a bundle in which something was executed. `functions` ascend by their start. */
export function executedFunctions(
  functions: readonly BundleFunction[],
  coverage: ScriptCoverage,
): Set<string> {
  const names = new Set<string>();
  for (const { ranges: [range] } of coverage.functions) {
    if (range === undefined || range.count === 0) continue;
    const found = innermostAt(functions, range.startOffset);
    if (found) names.add(found.name);
  }
  return names;
}

function innermostAt(functions: readonly BundleFunction[], offset: number): BundleFunction | undefined {
  let [low, high] = [0, functions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((functions[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  // Those that began before: the latest that has not ended is within all others that have not.
  return functions.slice(0, low).findLast(({ end }) => end > offset);
}
