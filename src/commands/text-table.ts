import { hanging } from "./hanging-text.ts";
import { printable } from "./printable.ts";

const GAP = "  ";
/** For so much of the last column the others are shortened. */
const LAST_WIDTH = 40;
/** A cell longer than this does not widen its column where nothing limits the line. */
const WIDEST_ALIGNED = 60;

export interface TableLayout {
  /** Width of the terminal; undefined: the text goes elsewhere, and nothing of it is cut. */
  readonly columns?: number | undefined;
  /** The columns that are shortened where the terminal is too narrow, in this order, and to how much at least. */
  readonly shortens?: readonly (readonly [column: number, least: number])[];
}

/**
 * Rows of texts as aligned columns. Where the terminal is too narrow, names and values are shortened first; then the last
 * column goes on below itself.
 */
export function textTable(
  texts: readonly (readonly string[])[],
  { columns, shortens = [] }: TableLayout,
): string {
  const rows = texts.map((row) => row.map(oneLine));
  const widths = fitted(widthsOf(rows), { columns, shortens });
  const lastColumn = widths.length - 1;
  const indent = widths.slice(0, lastColumn).reduce((sum, width) => sum + width + GAP.length, 0);
  const cellText = (cell: string, index: number): string => {
    const width = widths[index]!;
    if (index < lastColumn) return (columns === undefined ? cell : elided(cell, width)).padEnd(width);
    return columns === undefined ? cell : hanging(cell, indent, columns);
  };
  return rows.map((row) => row.map(cellText).join(GAP).trimEnd()).join("\n");
}

function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => widths[index] = Math.max(widths[index] ?? 0, cell.length));
  }
  return widths;
}

function fitted(widths: readonly number[], { columns, shortens = [] }: TableLayout): readonly number[] {
  if (columns === undefined) return widths.map((width) => Math.min(width, WIDEST_ALIGNED));
  const fitting = [...widths];
  const room = columns - Math.min(widths.at(-1) ?? 0, LAST_WIDTH);
  for (const [index, least] of shortens) {
    const excess = fitting.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0) - room;
    const width = fitting[index] ?? 0;
    if (excess > 0) fitting[index] = Math.max(Math.min(width, least), width - excess);
  }
  return fitting;
}

/** A text of at most so many characters; what is cut off at its end is marked. */
export function shortened(text: string, characters: number): string {
  const line = oneLine(text);
  return line.length > characters ? `${line.slice(0, characters - 1)}…` : line;
}

/** The same with the middle cut out: beginning and end tell a name from others. */
function elided(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const end = Math.floor((characters - 1) / 2);
  return `${text.slice(0, characters - 1 - end)}…${text.slice(text.length - end)}`;
}

function oneLine(text: string): string {
  return printable(text.replaceAll(/\s+/g, " "));
}
