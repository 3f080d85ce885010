import type { RequirementFact } from "./requirement-facts.ts";
import type { RequirementRow } from "./requirement-table.ts";

/** The text of a file of the project; undefined when there is none at this path. */
export type ReadFile = (path: string) => string | undefined;

const REFERENCE = /^(src\/[\w./-]+\.ts)#(\w+(?:\.#?\w+)?)$/;

/** What is wrong with rows: ids that the standard does not have, files, symbols and tests that do not exist. */
export function rowProblems(
  rows: readonly RequirementRow[],
  facts: readonly RequirementFact[],
  read: ReadFile,
): string[] {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  return rows.flatMap((row) => {
    const fact = byId.get(row.id);
    if (fact === undefined) return [`${row.id} is no requirement of OCPP 2.0.1`];
    if (fact.binds === "csms") return [`${row.id} binds the CSMS alone`];
    if (row.kind === "notApplicable") return [];
    return [
      ...placesOf(row).flatMap((reference) => referenceProblem(reference, read) ?? []),
      ...row.shownBy.flatMap((path) => testProblem(path, read) ?? []),
    ].map((problem) => `${row.id}: ${problem}`);
  });
}

function placesOf(row: RequirementRow): readonly string[] {
  return row.kind === "decided" ? row.decidedIn : [];
}

function referenceProblem(reference: string, read: ReadFile): string | undefined {
  const [, path, symbol] = REFERENCE.exec(reference) ?? [];
  if (path === undefined || symbol === undefined) return `${reference} is not of the form src/file.ts#symbol`;
  const text = read(path);
  if (text === undefined) return `${path} does not exist`;
  return declares(text, symbol) ? undefined : `${path} declares no function, class or constant ${symbol}`;
}

function testProblem(path: string, read: ReadFile): string | undefined {
  if (!/^test\/.*\.test\.ts$/.test(path)) return `${path} is no test file`;
  return read(path) === undefined ? `${path} does not exist` : undefined;
}

/**
 * True when a formatted source file declares `name` at its top level, or `name.member` in that declaration. Types and
 * interfaces do not count: they decide nothing.
 */
export function declares(text: string, symbol: string): boolean {
  const [name, member] = symbol.split(".");
  const declaration = new RegExp(
    String
      .raw`^(?:export )?(?:abstract )?(?:async )?(?:function\*?|class|const|let|enum) ${name}\b`,
    "m",
  ).exec(text);
  if (declaration === null) return false;
  if (member === undefined) return true;
  const body = text.slice(declaration.index).split(/^[})]/m, 1)[0] ?? "";
  return new RegExp(String.raw`^ {2,4}(?:readonly |async |get |set |static )*${member}\b`, "m").test(body);
}
