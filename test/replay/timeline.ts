import { type Difference, timeText } from "./compare.ts";
import type { Item } from "./items.ts";

/** How much of both sides is shown around a difference. */
const AROUND = 3;
const SHOWN = 12;
const WIDTH = 150;

/** What an engineer needs to judge differences: each with what both sides said in its stream at about that time. */
export function timeline(
  differences: readonly Difference[],
  recorded: readonly Item[],
  ours: readonly Item[],
): string {
  const shown = differences.slice(0, SHOWN).map((difference) =>
    [headline(difference), ...surroundings(difference, recorded, ours)].join("\n")
  );
  const left = differences.length - shown.length;
  return [...shown, ...(left > 0 ? [`… and ${left} more`] : [])].join("\n\n");
}

function headline(difference: Difference): string {
  const { atMs, stream, label } = difference;
  const where = `${timeText(atMs)} ${stream}${label === "" ? "" : ` (${label})`}`;
  switch (difference.what) {
    case "missing":
      return `- ${where}: only recorded`;
    case "extra":
      return `+ ${where}: only ours`;
    case "changed":
      return `~ ${where} ${difference.path}: recorded ${json(difference.recordedValue)}, ours ${
        json(difference.ourValue)
      }`;
  }
}

function surroundings(
  { stream, atMs }: Difference,
  recorded: readonly Item[],
  ours: readonly Item[],
): string[] {
  const near = (side: string, items: readonly Item[]) =>
    items.filter((item) => item.stream === stream)
      .toSorted((a, b) => Math.abs(a.atMs - atMs) - Math.abs(b.atMs - atMs))
      .slice(0, AROUND)
      .map((item) => ({ side, item }));
  return [...near("recorded", recorded), ...near("ours    ", ours)]
    .toSorted((a, b) => a.item.atMs - b.item.atMs)
    .map(({ side, item }) => `    ${timeText(item.atMs)} ${side} ${item.label} ${json(item.value)}`);
}

function json(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text;
}
