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
}

const COLUMNS = ["", "median", "p99", "min", "max", "unit", "target"];

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

function cellsOf({ name, value, p99, min, max, unit, target }: BenchRow): string[] {
  return [
    name,
    figure(value),
    ...[p99, min, max].map((each) => each === undefined ? "" : figure(each)),
    unit,
    target ?? "",
  ];
}

/** Three significant digits, and never fewer than the whole number has. */
function figure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
