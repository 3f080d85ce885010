import type { Freshness, VariableSource } from "./variable-source.ts";

const FRESH: Freshness = { kind: "fresh" };

/** Returns how current the values of a source are. */
export type FreshnessOf = (source: string) => Freshness;

/**
 * Asks the owners of these variables for their values, concurrently. Owners of other variables are not asked.
 */
export async function refreshSources(
  sources: Iterable<VariableSource>,
  wanted: ReadonlySet<string>,
): Promise<FreshnessOf> {
  const asked = [...sources].filter(({ name, refresh }) => refresh !== undefined && wanted.has(name));
  if (asked.length === 0) return () => FRESH;
  const answers = await Promise.all(
    asked.map(async (source) => [source.name, await source.refresh?.() ?? FRESH] as const),
  );
  const freshness = new Map(answers);
  return (source) => freshness.get(source) ?? FRESH;
}

/** The names of the sources that may still define variables. */
export function* incomplete(sources: Iterable<VariableSource>): Generator<string, void> {
  for (const { name, isIncomplete } of sources) if (isIncomplete) yield name;
}
