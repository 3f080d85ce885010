import type { Item } from "./items.ts";
import { leafDifferences, TIME_TOLERANCE_MS } from "./leaf-differences.ts";

export type Difference =
  & { readonly stream: string; readonly label: string; readonly atMs: number }
  & (
    /** Only the recorded module said it. */
    | { readonly what: "missing"; readonly recorded: Item }
    /** Only ours said it. */
    | { readonly what: "extra"; readonly ours: Item }
    /** Both said it, but not the same. */
    | {
      readonly what: "changed";
      readonly path: string;
      readonly recordedValue: unknown;
      readonly ourValue: unknown;
    }
  );

/** Every difference between what the recorded module said and what ours said, in order of time. */
export function compare(recorded: readonly Item[], ours: readonly Item[]): Difference[] {
  const streams = new Set([...recorded, ...ours].map(({ stream }) => stream));
  return [...streams].flatMap((stream) => {
    const of = (items: readonly Item[]) => items.filter((item) => item.stream === stream);
    return align(of(recorded), of(ours)).flatMap(differencesOf);
  }).sort((a, b) => a.atMs - b.atMs);
}

/** The path of a difference that is not within the message: it was sent at another time. */
export const SENT = "(sent)";

export function timeText(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 23);
}

interface Pair {
  readonly recorded: Item | undefined;
  readonly ours: Item | undefined;
}

function differencesOf({ recorded, ours }: Pair): Difference[] {
  if (recorded && ours) {
    const { stream, label, atMs } = recorded;
    const leaves = leafDifferences(recorded.value, ours.value);
    if (Math.abs(ours.atMs - atMs) > TIME_TOLERANCE_MS) {
      leaves.push({ path: SENT, recorded: timeText(atMs), ours: timeText(ours.atMs) });
    }
    return leaves.map((leaf) => ({
      stream,
      label,
      atMs,
      what: "changed",
      path: leaf.path,
      recordedValue: leaf.recorded,
      ourValue: leaf.ours,
    }));
  }
  if (recorded) {
    const { stream, label, atMs } = recorded;
    return [{ stream, label, atMs, what: "missing", recorded }];
  }
  if (ours) {
    const { stream, label, atMs } = ours;
    return [{ stream, label, atMs, what: "extra", ours }];
  }
  return [];
}

/** Left out on one side. */
const GAP = 1;
/** A minute apart costs as much as being left out on one side; further apart two things are not the same occasion. */
const MINUTE_MS = 60_000;
const MAX_APART = 3;

/** Pairs two sequences so that as little as possible is left over: the edit distance, walked back. */
function align(recorded: readonly Item[], ours: readonly Item[]): Pair[] {
  const costs: number[][] = [];
  const at = (row: number, column: number) => costs[row]?.[column] ?? Infinity;
  for (let row = recorded.length; row >= 0; row--) {
    costs[row] = [];
    for (let column = ours.length; column >= 0; column--) {
      if (row === recorded.length && column === ours.length) costs[row]![column] = 0;
      else {
        costs[row]![column] = Math.min(
          at(row + 1, column) + GAP,
          at(row, column + 1) + GAP,
          at(row + 1, column + 1) + pairing(recorded[row], ours[column]),
        );
      }
    }
  }
  const pairs: Pair[] = [];
  for (let row = 0, column = 0; row < recorded.length || column < ours.length;) {
    const left = recorded[row];
    const right = ours[column];
    if (at(row, column) === at(row + 1, column + 1) + pairing(left, right)) {
      pairs.push({ recorded: left, ours: right });
      row += 1;
      column += 1;
    } else if (at(row, column) === at(row + 1, column) + GAP) {
      pairs.push({ recorded: left, ours: undefined });
      row += 1;
    } else {
      pairs.push({ recorded: undefined, ours: right });
      column += 1;
    }
  }
  return pairs;
}

/** What it costs to take these two for the same thing. */
function pairing(recorded: Item | undefined, ours: Item | undefined): number {
  if (!recorded || !ours || recorded.label !== ours.label) return Infinity;
  const differing = Math.min(leafDifferences(recorded.value, ours.value).length, 10) / 20;
  return differing + Math.min(Math.abs(recorded.atMs - ours.atMs) / MINUTE_MS, MAX_APART);
}
