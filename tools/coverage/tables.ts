/** One line of the table of requirements. */
export interface Requirement {
  readonly id: string;
  /** "csms": binds the other side only. "check": whom it binds depends on the reading. */
  readonly binds: "yes" | "check" | "csms";
  /** Certification cases that name it. */
  readonly cases: readonly string[];
}

/** Rows of a comma-separated table without its heading; cells may be quoted and may then hold commas and quotes. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\r?\n|$)/g)) {
    row.push((quoted?.replaceAll('""', '"') ?? plain ?? "").trim());
    if (end === ",") continue;
    if (row.some((cell) => cell !== "")) rows.push(row);
    row = [];
  }
  return rows.slice(1);
}

/** Reads the table of requirements; the cases come from the table of cases, which names the requirements. */
export function readRequirements(requirementsCsv: string, casesCsv: string): Requirement[] {
  const cases = new Map<string, string[]>();
  for (const [name, , , requirements] of parseCsv(casesCsv)) {
    for (const id of requirementIds(requirements ?? "")) cases.set(id, [...cases.get(id) ?? [], name ?? ""]);
  }
  return parseCsv(requirementsCsv).map(([id = "", , binds]) => ({
    id,
    binds: binds === "yes" || binds === "csms" ? binds : "check",
    cases: cases.get(id) ?? [],
  }));
}

/** Names of the certification cases, e.g. `TC_B_01_CS`. */
export function readCases(casesCsv: string): string[] {
  return parseCsv(casesCsv).map(([name = ""]) => name).filter((name) => name.startsWith("TC_"));
}

/** The requirements named in a text, each once, in order. `A00.FR.3xx` names a group and counts for nothing. */
export function requirementIds(text: string): string[] {
  return [...new Set([...text.matchAll(/\b[A-P]\d\d\.FR\.\d{2,3}\b/g)].map(([id]) => id))];
}
