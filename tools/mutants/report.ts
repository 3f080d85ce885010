import { dirname } from "node:path";
import type { Operator } from "./mutations.ts";

export interface Verdict {
  readonly file: string;
  readonly line: number;
  readonly operator: Operator;
  /** The mutated line. */
  readonly text: string;
  /** `killed`: a test failed, or did not end. */
  readonly outcome: "killed" | "survived";
}

export function renderVerdict({ file, line, operator, text, outcome }: Verdict): string {
  return `${outcome} ${file}:${line} ${operator}: ${text.trim()}`;
}

/** A table of folders, then every survivor. */
export function renderReport(verdicts: readonly Verdict[]): string {
  const folders = Map.groupBy(verdicts, ({ file }) => dirname(file));
  const rows = [...folders].map(([folder, ofFolder]) => row(folder, ofFolder));
  const survivors = verdicts.filter(({ outcome }) => outcome === "survived")
    .map(renderVerdict);
  return [...rows, row("all", verdicts), "", ...survivors].join("\n");
}

function row(name: string, verdicts: readonly Verdict[]): string {
  const survived = verdicts.filter(({ outcome }) => outcome === "survived").length;
  return `${name.padEnd(40)} killed ${verdicts.length - survived}, survived ${survived}`;
}
