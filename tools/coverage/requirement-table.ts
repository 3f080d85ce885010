/** Who fulfils a requirement without a decision in `src`: the runtime (Deno), whose TLS the module uses as it is. */
const GIVERS = ["runtime"] as const;
type Giver = (typeof GIVERS)[number];

/**
 * What the project says of one requirement: where it is decided and which tests show it, who fulfils it without a decision
 * of ours, or why it does not bind us.
 */
export type RequirementRow =
  | {
    readonly kind: "decided";
    readonly id: string;
    /** References of the form `src/csms/connections.ts#connect`. */
    readonly decidedIn: readonly string[];
    /** Paths of test files; empty when no test shows it. */
    readonly shownBy: readonly string[];
  }
  | {
    readonly kind: "given";
    readonly id: string;
    readonly by: Giver;
    /** At least one test: there is no code to read. */
    readonly shownBy: readonly string[];
  }
  | { readonly kind: "notApplicable"; readonly id: string; readonly reason: string };

export interface TableReading {
  readonly rows: readonly RequirementRow[];
  /** One sentence for each row that cannot be read. */
  readonly problems: readonly string[];
}

/** Reads `requirements/<block>.json`. `block` is the letter in upper case; ids of another block are a problem. */
export function readTable(block: string, json: string): TableReading {
  const rows: RequirementRow[] = [];
  const problems: string[] = [];
  const entries = Object.entries(JSON.parse(json) as Record<string, unknown>);
  const ids = entries.map(([id]) => id);
  if (ids.some((id, at) => at > 0 && id < (ids[at - 1] ?? ""))) problems.push(`block ${block} is not sorted`);
  for (const [id, cell] of entries) {
    if (!id.startsWith(block)) problems.push(`${id} stands in the table of block ${block}`);
    const row = readRow(id, cell);
    if (typeof row === "string") problems.push(row);
    else rows.push(row);
  }
  return { rows, problems };
}

function readRow(id: string, cell: unknown): RequirementRow | string {
  if (typeof cell !== "object" || cell === null) return `${id} is no object`;
  const { decidedIn, givenBy, shownBy, notApplicable, ...rest } = cell as Record<string, unknown>;
  const strangers = Object.keys(rest);
  if (strangers.length > 0) return `${id} has the unknown field ${strangers.join(", ")}`;
  if (notApplicable !== undefined) {
    if (decidedIn !== undefined || givenBy !== undefined || shownBy !== undefined) {
      return `${id} is decided or given, and not applicable at once`;
    }
    if (typeof notApplicable !== "string" || !/^\S.*\.$/.test(notApplicable)) {
      return `${id} gives no sentence why it is not applicable`;
    }
    return { kind: "notApplicable", id, reason: notApplicable };
  }
  if (givenBy !== undefined) {
    if (decidedIn !== undefined) return `${id} is decided and given at once`;
    const by = GIVERS.find((giver) => giver === givenBy);
    if (by === undefined) return `${id} is given by ${givenBy}, which is none of ${GIVERS.join(", ")}`;
    if (!isTexts(shownBy) || shownBy.length === 0) return `${id} is given and names no test`;
    return { kind: "given", id, by, shownBy };
  }
  if (!isTexts(decidedIn) || decidedIn.length === 0) return `${id} names no place where it is decided`;
  if (shownBy !== undefined && !isTexts(shownBy)) return `${id} has a list of tests that is none`;
  return { kind: "decided", id, decidedIn, shownBy: shownBy ?? [] };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
