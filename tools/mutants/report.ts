import { dirname } from "node:path";
import type { Operator } from "./mutations.ts";

export interface Verdict {
  readonly file: string;
  readonly line: number;
  readonly operator: Operator;
  /** The line as it is, and as the mutant has it. */
  readonly original: string;
  readonly mutant: string;
  /** Killed by a test that failed, or did not end: one of the nearest unit tests, or only one of the whole station. */
  readonly outcome: "killedByUnitTest" | "killedByStationTest" | "survived";
}

/** Mutants that change nothing that anybody could notice, by `keyOf`. */
export type WithoutEffect = ReadonlyMap<string, string>;

export interface Run {
  readonly date: string;
  readonly seed: number;
  /** How many mutants there are to draw from. */
  readonly outOf: number;
  readonly verdicts: readonly Verdict[];
}

/** One line about a mutant, for who watches. */
export function renderVerdict({ file, line, operator, mutant, outcome }: Verdict): string {
  return `${outcome} ${file}:${line} ${operator}: ${mutant}`;
}

/** The page: a table of folders, then every survivor. */
export function renderPage({ date, seed, outOf, verdicts }: Run, withoutEffect: WithoutEffect): string {
  const folders = Map.groupBy(verdicts, ({ file }) => dirname(file));
  const isReal = (verdict: Verdict) => !withoutEffect.has(keyOf(verdict));
  const row = (name: string, of: readonly Verdict[]) => {
    const count = (outcome: Verdict["outcome"]) =>
      of.filter((verdict) => verdict.outcome === outcome && isReal(verdict)).length;
    const cells = [
      of.length,
      count("killedByUnitTest"),
      count("killedByStationTest"),
      count("survived"),
      of.length - of.filter(isReal).length,
    ];
    return `| ${name} | ${cells.join(" | ")} |`;
  };
  return [
    "# Mutants",
    "",
    "<!-- Written by `deno task mutants --write`; do not edit. -->",
    "",
    "A mutant is the program with one small change: a comparison turned round, a call left out, a fallback taken " +
    "always. A test that fails kills it. What no unit test of its folder kills is tried on the whole station, with the " +
    "certification cases and integration tests that the tables of requirements name for its file and folder. What " +
    "changes nothing that anybody could notice is listed in `tools/mutants/without-effect.ts`, with the reason.",
    "",
    `Of ${outOf} mutants of \`src/station\` and \`src/csms\`, ${verdicts.length} were drawn with seed ${seed} on ${date}: ` +
    `\`deno task mutants --sample=${verdicts.length} --seed=${seed}\`.`,
    "",
    "| folder | drawn | killed by unit tests | only by the whole station | survived | without effect |",
    "| --- | --: | --: | --: | --: | --: |",
    ...[...folders].toSorted(([a], [b]) => a < b ? -1 : 1).map(([folder, of]) => row(`\`${folder}\``, of)),
    row("all", verdicts),
    "",
    "## Survivors",
    "",
    ...survivors(verdicts.filter((verdict) => verdict.outcome === "survived" && isReal(verdict))),
    "",
  ].join("\n");
}

/** How a mutant without effect is named. */
export function keyOf({ file, original, mutant }: Pick<Verdict, "file" | "original" | "mutant">): string {
  return `${file}: ${original} -> ${mutant}`;
}

function survivors(verdicts: readonly Verdict[]): readonly string[] {
  if (verdicts.length === 0) return ["None."];
  return verdicts.flatMap(({ file, line, operator, original, mutant }) => [
    `- \`${file}:${line}\` (${operator})`,
    "",
    "  ```diff",
    `  - ${original}`,
    `  + ${mutant}`,
    "  ```",
  ]);
}
