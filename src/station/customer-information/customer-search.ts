import type { Logger } from "../../kernel/logger.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import type { CustomerArchive, CustomerFinding } from "./customer-archive.ts";
import type { OwedAnswer } from "./owed-answer.ts";

/** What one archive holds of a customer, or why nobody knows. */
export type Search =
  | { readonly kind: "searched"; readonly archive: CustomerArchive; readonly pieces: readonly string[] }
  | { readonly kind: "unreadable"; readonly archive: CustomerArchive; readonly because: string };

/** Looks into every archive. What an earlier process had found and may have cleared counts, too. */
export async function searchAll(
  archives: readonly CustomerArchive[],
  { customer, found = {} }: OwedAnswer,
  log: Logger,
): Promise<readonly Search[]> {
  const searches: Search[] = [];
  for (const archive of archives) {
    try {
      const present = await archive.find(customer);
      const pieces = present.length > 0 ? present : found[archive.title] ?? [];
      searches.push({ kind: "searched", archive, pieces });
    } catch (error) {
      searches.push({ kind: "unreadable", archive, because: failure(archive, error, log) });
    }
  }
  return searches;
}

/** The pieces by the titles of their archives. */
export function foundBy(searches: readonly Search[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    searches.flatMap((each) => each.kind === "searched" ? [[each.archive.title, each.pieces]] : []),
  );
}

/** Clears what was found, when this is wished, and says what became of it. */
export async function settleAll(
  searches: readonly Search[],
  { customer, wish }: Pick<OwedAnswer, "customer" | "wish">,
  log: Logger,
): Promise<readonly CustomerFinding[]> {
  const findings: CustomerFinding[] = [];
  for (const search of searches) {
    if (search.kind === "unreadable") {
      findings.push(remains(search.archive, ["(unreadable)"], search.because));
    } else if (search.pieces.length === 0 || !wish.clear) {
      findings.push({
        title: search.archive.title,
        pieces: search.pieces,
        fate: { kind: "reported" },
      });
    } else findings.push(await clear(search, customer, log));
  }
  return findings;
}

async function clear(
  { archive, pieces }: Search & { readonly kind: "searched" },
  customer: OwedAnswer["customer"],
  log: Logger,
): Promise<CustomerFinding> {
  const { title, removal } = archive;
  if (removal.kind === "refused") return remains(archive, pieces, removal.because);
  try {
    await removal.clear(customer);
    return { title, pieces, fate: { kind: "cleared" } };
  } catch (error) {
    return remains(archive, pieces, failure(archive, error, log));
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

function failure({ title }: CustomerArchive, error: unknown, log: Logger): string {
  log.error("information about a customer could not be read or cleared", { title, error });
  return `the station failed: ${reasonOf(error)}`;
}
