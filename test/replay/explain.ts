import type { Difference } from "./compare.ts";

export type RunName = "run1" | "run2" | "run3" | "run4" | "run5" | "run6";

/** A kind of difference that is wanted, why, and how often it occurs. */
export interface IntendedDifference {
  readonly what: Difference["what"];
  /** Of the stream, whole. */
  readonly stream: RegExp;
  /** Of the label, whole; default: any. */
  readonly label?: RegExp;
  /** Of the path, whole; for what has changed. */
  readonly path?: RegExp;
  /** What our side says there, as JSON; default: anything. */
  readonly ours?: RegExp;
  /** How many per run; `some`: at least one, where the number says nothing. */
  readonly times: Partial<Readonly<Record<RunName, number | "some">>>;
  /** What demands it: a requirement of part 2, an interface of EVerest, a fact in words, or what is not built. */
  readonly source: string;
  readonly reason: string;
}

export interface Explained {
  /** Differences that nobody wanted. */
  readonly unexplained: readonly Difference[];
  /** Entries that did not occur as often as they say, in words. */
  readonly miscounted: readonly string[];
}

/** Gives every difference of a run to the first entry that fits. */
export function explain(
  run: RunName,
  differences: readonly Difference[],
  intended: readonly IntendedDifference[],
): Explained {
  const here = intended.filter(({ times }) => times[run] !== undefined);
  const counts = new Map(here.map((entry) => [entry, 0]));
  const unexplained = differences.filter((difference) => {
    const entry = here.find((candidate) => fits(candidate, difference));
    if (entry) counts.set(entry, (counts.get(entry) ?? 0) + 1);
    return entry === undefined;
  });
  const miscounted = here.flatMap((entry) => {
    const wanted = entry.times[run];
    const count = counts.get(entry) ?? 0;
    if (wanted === "some" ? count > 0 : count === wanted) return [];
    return [`${describe(entry)}: ${count} times instead of ${wanted}`];
  });
  return { unexplained, miscounted };
}

function fits(entry: IntendedDifference, difference: Difference): boolean {
  if (entry.what !== difference.what || !whole(entry.stream, difference.stream)) return false;
  if (entry.label && !whole(entry.label, difference.label)) return false;
  if (entry.path && !(difference.what === "changed" && whole(entry.path, difference.path))) return false;
  return !entry.ours || whole(entry.ours, oursOf(difference));
}

function oursOf(difference: Difference): string {
  switch (difference.what) {
    case "changed":
      return JSON.stringify(difference.ourValue) ?? "";
    case "extra":
      return JSON.stringify(difference.ours.value) ?? "";
    case "missing":
      return "";
  }
}

function whole(pattern: RegExp, text: string): boolean {
  return pattern.exec(text)?.[0] === text;
}

function describe({ what, stream, label, path, source }: IntendedDifference): string {
  const parts = [what, String(stream), label && `label ${label}`, path && `path ${path}`];
  return `${source}: ${parts.filter((part) => part !== undefined).join(" ")}`;
}
