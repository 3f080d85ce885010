import type { Citations } from "./citations.ts";
import type { Requirement } from "./tables.ts";

/** The functional blocks of part 2. */
const BLOCKS: Readonly<Record<string, string>> = {
  A: "Security",
  B: "Provisioning",
  C: "Authorization",
  D: "Local authorization list",
  E: "Transactions",
  F: "Remote control",
  G: "Availability",
  H: "Reservation",
  I: "Tariff and cost",
  J: "Meter values",
  K: "Smart charging",
  L: "Firmware management",
  M: "ISO 15118 certificates",
  N: "Diagnostics",
  O: "Display messages",
  P: "Data transfer",
};

export interface CoverageInput {
  readonly requirements: readonly Requirement[];
  readonly cases: readonly string[];
  /** Citations in the product's source. */
  readonly source: Citations;
  /** Citations in the tests. */
  readonly tests: Citations;
  readonly testedCases: ReadonlySet<string>;
}

const blockOfCase = (name: string) => name.split("_")[1]?.[0] ?? "";
const share = (part: number, whole: number) => whole === 0 ? "–" : `${part} of ${whole}`;

/** docs/coverage.md: the same input gives the same text. */
export function renderCoverage(input: CoverageInput): string {
  const blocks = Object.keys(BLOCKS);
  return [
    "# Coverage of OCPP 2.0.1",
    "",
    "Written by `deno task coverage`; do not edit. A requirement counts as *cited* when a line of `src` names it, and as",
    "*tested* when a test names it or a certification case that covers it has a test (`test/conformance/tc-*.test.ts`).",
    "Citation says where a requirement was decided, not that all of it is met. Counted are the requirements that bind a",
    "station, and those of which that depends on the reading; those of the CSMS alone are left out.",
    "",
    "| Block | Cited | Tested | Certification cases with a test |",
    "| --- | --- | --- | --- |",
    ...blocks.map((block) => summaryRow(block, input)),
    summaryRow("", input),
    "",
    ...blocks.flatMap((block) => section(block, input)),
    ...strangers(input),
  ].join("\n") + "\n";
}

function bindingIn(block: string, { requirements }: CoverageInput): Requirement[] {
  return requirements.filter(({ id, binds }) => id.startsWith(block) && binds !== "csms");
}

function isTested({ id, cases }: Requirement, { tests, testedCases }: CoverageInput): boolean {
  return tests.has(id) || cases.some((name) => testedCases.has(name));
}

/** One block; the empty block is the sum of all. */
function summaryRow(block: string, input: CoverageInput): string {
  const binding = bindingIn(block, input);
  const cited = binding.filter(({ id }) => input.source.has(id)).length;
  const tested = binding.filter((requirement) => isTested(requirement, input)).length;
  const cases = input.cases.filter((name) => blockOfCase(name).startsWith(block));
  const done = cases.filter((name) => input.testedCases.has(name)).length;
  const title = block === "" ? "**all**" : `${block} ${BLOCKS[block]}`;
  return `| ${title} | ${share(cited, binding.length)} | ${share(tested, binding.length)} | ${
    share(done, cases.length)
  } |`;
}

function section(block: string, input: CoverageInput): string[] {
  const binding = bindingIn(block, input);
  const cited = binding.filter(({ id }) => input.source.has(id));
  const open = binding.filter(({ id }) => !input.source.has(id)).map(({ id }) => id);
  const cases = input.cases.filter((name) => blockOfCase(name) === block);
  if (binding.length === 0 && cases.length === 0) return [];
  return [
    `## ${block} ${BLOCKS[block]}`,
    "",
    ...cited.map((requirement) => citedLine(requirement, input)),
    ...(cited.length > 0 ? [""] : []),
    ...paragraph("Not cited", open),
    ...paragraph("Cases with a test", cases.filter((name) => input.testedCases.has(name))),
    ...paragraph("Cases without a test", cases.filter((name) => !input.testedCases.has(name))),
  ];
}

function citedLine(requirement: Requirement, { source, tests, testedCases }: CoverageInput): string {
  const proofs = [
    ...(tests.get(requirement.id) ?? []).map((path) => `\`${path.replace(/^test\//, "")}\``),
    ...requirement.cases.filter((name) => testedCases.has(name)),
  ];
  const places = (source.get(requirement.id) ?? []).map((path) => `\`${path.replace(/^src\//, "")}\``);
  return `- ${requirement.id}: ${places.join(", ")}; ${
    proofs.length > 0 ? `tests: ${proofs.join(", ")}` : "no test"
  }`;
}

function paragraph(title: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${title} (${names.length}): ${names.join(", ")}.`, ""];
}

/** Citations that lead nowhere: the table leaves out block O and some use cases, or the name is mistyped. */
function strangers({ requirements, source, tests }: CoverageInput): string[] {
  const known = new Set(requirements.map(({ id }) => id));
  const strange = [...new Set([...source.keys(), ...tests.keys()])].filter((id) => !known.has(id)).sort();
  if (strange.length === 0) return [];
  const places = (id: string) =>
    [...source.get(id) ?? [], ...tests.get(id) ?? []].map((path) => `\`${path}\``);
  const line = (id: string) => `- ${id}: ${places(id).join(", ")}`;
  return [
    "## Cited, but not in the table of requirements",
    "",
    "The table leaves out block O and some use cases, such as B10.",
    "",
    ...strange.map(line),
    "",
  ];
}
