import { printable } from "./printable.ts";

/** Widest line of a table. */
const MAX_COLUMNS = 100;
const GAP = "  ";

/** Rows of texts as aligned columns; the last column is cut where the line would grow past 100 characters. */
export function textTable(texts: readonly (readonly string[])[]): string {
  const rows = texts.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => widths[index] = Math.max(widths[index] ?? 0, cell.length));
  }
  return rows.map((row) =>
    cut(row.map((cell, index) => index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)).join(GAP))
  ).join("\n");
}

/** A text of at most so many characters; what is cut off is marked. */
export function shortened(text: string, characters: number): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > characters ? `${line.slice(0, characters - 1)}…` : line;
}

function cut(line: string): string {
  const trimmed = line.trimEnd();
  return trimmed.length > MAX_COLUMNS ? `${trimmed.slice(0, MAX_COLUMNS - 1)}…` : trimmed;
}
