/** One line of the table of `deno task bench`. Every figure is in `unit`. */
export interface BenchRow {
  readonly name: string;
  readonly unit: string;
  /** The median where something was measured several times. */
  readonly value: number;
  readonly p99?: number;
  readonly min?: number;
  readonly max?: number;
  /** What we promise, e.g. "≤ 300". */
  readonly target?: string;
  /** EVerest's C++ module on a comparable machine: a figure, or the range that was measured. */
  readonly cpp?: number | readonly [from: number, to: number];
}

const COLUMNS = ["", "median", "p99", "min", "max", "unit", "target", "C++", "ours ÷ C++"];

/** The rows as an aligned table. */
export function formatTable(rows: readonly BenchRow[]): string {
  const cells = [COLUMNS, ...rows.map(cellsOf)];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) =>
    line.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 || column === 5 ? cell.padEnd(width) : cell.padStart(width);
    }).join("  ").trimEnd()
  );
  return lines.toSpliced(1, 0, widths.map((width) => "─".repeat(width)).join("  ")).join("\n");
}

function cellsOf({ name, value, p99, min, max, unit, target, cpp }: BenchRow): string[] {
  const [from, to] = typeof cpp === "number" ? [cpp, cpp] : cpp ?? [];
  const reference = from === undefined || to === undefined ? undefined : (from + to) / 2;
  return [
    name,
    figure(value),
    ...[p99, min, max].map((each) => each === undefined ? "" : figure(each)),
    unit,
    target ?? "",
    from === to ? figure(from) : `${figure(from)}–${figure(to)}`,
    reference === undefined ? "" : (value / reference).toPrecision(2),
  ];
}

/** Three significant digits, and never fewer than the whole number has. */
function figure(value: number | undefined): string {
  if (value === undefined) return "";
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
