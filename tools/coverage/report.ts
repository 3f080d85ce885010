import { BLOCKS } from "./blocks.ts";
import type { StandardFacts } from "./requirement-facts.ts";
import type { RequirementRow } from "./requirement-table.ts";

export interface CoverageInput {
  readonly facts: StandardFacts;
  readonly rows: readonly RequirementRow[];
  readonly testedCases: ReadonlySet<string>;
}

/** Ids of one block, or of all, sorted into what the tables say of them. */
interface Coverage {
  readonly binding: readonly string[];
  readonly decided: readonly string[];
  readonly given: readonly string[];
  readonly shown: readonly string[];
  readonly notApplicable: readonly string[];
  readonly uncovered: readonly string[];
  readonly cases: readonly string[];
  readonly casesWithoutTest: readonly string[];
}

/** docs/coverage.md: the same input gives the same text. */
export function renderCoverage(input: CoverageInput): string {
  const blocks = Object.keys(BLOCKS);
  return [
    "# Coverage of OCPP 2.0.1",
    "",
    "Written by `deno task coverage` from the tables in `requirements/`; do not edit. *Decided*: a row names the place in",
    "`src`. *Given*: the runtime fulfils the requirement without a decision in `src`. *Shown*: the row names a test.",
    "*Not applicable*: the row says why the requirement does not bind us. *Uncovered*: there is no row. Requirements of",
    "the CSMS alone are left out.",
    "",
    "| Block | Requirements | Decided | Given | Shown | Not applicable | Uncovered | Certification cases with a test |",
    "| --- | --: | --: | --: | --: | --: | --: | --: |",
    ...blocks.map((block) => summaryRow(`${block} ${BLOCKS[block]}`, coverageOf(block, input))),
    summaryRow("**all**", coverageOf("", input)),
    "",
    ...blocks.flatMap((block) => section(block, coverageOf(block, input))),
  ].join("\n");
}

/** `block`: a letter, or the empty text for all blocks. */
function coverageOf(block: string, { facts, rows, testedCases }: CoverageInput): Coverage {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const binding = facts.requirements
    .filter(({ id, binds }) => id.startsWith(block) && binds !== "csms")
    .map(({ id }) => id);
  const ofKind = (kind: RequirementRow["kind"]) => binding.filter((id) => byId.get(id)?.kind === kind);
  const cases = facts.cases.map(({ id }) => id).filter((id) => id.startsWith(`TC_${block}`));
  return {
    binding,
    decided: ofKind("decided"),
    given: ofKind("given"),
    shown: binding.filter((id) => {
      const row = byId.get(id);
      return row !== undefined && row.kind !== "notApplicable" && row.shownBy.length > 0;
    }),
    notApplicable: ofKind("notApplicable"),
    uncovered: binding.filter((id) => !byId.has(id)),
    cases,
    casesWithoutTest: cases.filter((id) => !testedCases.has(id)),
  };
}

function summaryRow(title: string, coverage: Coverage): string {
  const { binding, decided, given, shown, notApplicable, uncovered, cases, casesWithoutTest } = coverage;
  const counts = [binding, decided, given, shown, notApplicable, uncovered].map(({ length }) => length);
  const tested = cases.length === 0 ? "–" : `${cases.length - casesWithoutTest.length} of ${cases.length}`;
  return `| ${[title, ...counts, tested].join(" | ")} |`;
}

function section(block: string, coverage: Coverage): string[] {
  const { decided, shown, uncovered, casesWithoutTest } = coverage;
  const lines = [
    ...paragraph("Uncovered", uncovered),
    ...paragraph("Decided, not shown by a test", decided.filter((id) => !shown.includes(id))),
    ...paragraph("Cases without a test", casesWithoutTest),
  ];
  return lines.length === 0 ? [] : [`## ${block} ${BLOCKS[block]}`, "", ...lines];
}

function paragraph(title: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${title} (${names.length}): ${names.join(", ")}.`, ""];
}
