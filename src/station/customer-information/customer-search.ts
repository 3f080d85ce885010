import type { Logger } from "../../kernel/logger.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import type { CustomerArchive, CustomerFinding } from "./customer-archive.ts";
import type { OwedAnswer } from "./owed-answer.ts";

/** What one archive holds of a customer, or why nobody knows. */
export type Search =
  | { readonly kind: "searched"; readonly archive: CustomerArchive; readonly pieces: readonly string[] }
  | { readonly kind: "unreadable"; readonly archive: CustomerArchive; readonly because: string };

export interface SearchDeps {
  readonly log: Logger;
  /** Aborted when the process ends, after which the databases are closed. */
  readonly ending: AbortSignal;
}

/**
 * Looks into every archive. What an earlier process had found and may have cleared counts, too. Undefined when the process
 * ends meanwhile.
 */
export async function searchAll(
  archives: readonly CustomerArchive[],
  { customer, found = {} }: OwedAnswer,
  deps: SearchDeps,
): Promise<readonly Search[] | undefined> {
  const searches: Search[] = [];
  for (const archive of archives) {
    if (deps.ending.aborted) return undefined;
    try {
      const present = await archive.find(customer);
      const pieces = present.length > 0 ? present : found[archive.title] ?? [];
      searches.push({ kind: "searched", archive, pieces });
    } catch (error) {
      searches.push({ kind: "unreadable", archive, because: failure(archive, error, deps) });
    }
  }
  return deps.ending.aborted ? undefined : searches;
}

/** The pieces by the titles of their archives. */
export function foundBy(searches: readonly Search[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    searches.flatMap((each) => each.kind === "searched" ? [[each.archive.title, each.pieces]] : []),
  );
}

/** Clears what was found, when this is wished, and says what became of it. Undefined when the process ends meanwhile. */
export async function settleAll(
  searches: readonly Search[],
  { customer, wish }: Pick<OwedAnswer, "customer" | "wish">,
  deps: SearchDeps,
): Promise<readonly CustomerFinding[] | undefined> {
  const findings: CustomerFinding[] = [];
  for (const search of searches) {
    if (deps.ending.aborted) return undefined;
    if (search.kind === "unreadable") {
      findings.push(remains(search.archive, ["(unreadable)"], search.because));
    } else if (search.pieces.length === 0 || !wish.clear) {
      findings.push({
        title: search.archive.title,
        pieces: search.pieces,
        fate: { kind: "reported" },
      });
    } else findings.push(await clear(search, customer, deps));
  }
  return deps.ending.aborted ? undefined : findings;
}

async function clear(
  { archive, pieces }: Search & { readonly kind: "searched" },
  customer: OwedAnswer["customer"],
  deps: SearchDeps,
): Promise<CustomerFinding> {
  const { title, removal } = archive;
  if (removal.kind === "refused") return remains(archive, pieces, removal.because);
  try {
    await removal.clear(customer);
    return { title, pieces, fate: { kind: "cleared" } };
  } catch (error) {
    return remains(archive, pieces, failure(archive, error, deps));
  }
}

/** What is removed from a database, but can still be read from its file. */
export function notErased(finding: CustomerFinding, error: unknown): CustomerFinding {
  if (finding.fate.kind !== "cleared") return finding;
  return {
    ...finding,
    fate: { kind: "remains", because: `removed, but not erased on disk: ${reasonOf(error)}` },
  };
}

function remains({ title }: CustomerArchive, pieces: readonly string[], because: string): CustomerFinding {
  return { title, pieces, fate: { kind: "remains", because } };
}

function failure({ title }: CustomerArchive, error: unknown, { log, ending }: SearchDeps): string {
  // A database that is closed is no failure: the next process begins anew.
  if (!ending.aborted) {
    log.error("information about a customer could not be read or cleared", { title, error });
  }
  return `the station failed: ${reasonOf(error)}`;
}
