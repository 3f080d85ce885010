import type { DatabaseSync } from "node:sqlite";
import { reasonOf } from "../../kernel/reason-of.ts";
import { readFor } from "../../storage/libocpp-import/import-core.ts";
import type { ImportPart, LeftRow } from "../../storage/libocpp-import/import-part.ts";

/** What became of one database of the C++ module. */
export interface ImportedDatabase {
  readonly source: string;
  readonly target: string;
  readonly parts: readonly ImportedPart[];
  /** Why nothing of it could be imported. */
  readonly problem?: string;
}

export interface ImportedPart {
  readonly name: string;
  /** One line for each row. */
  readonly imported: readonly string[];
  readonly left: readonly LeftRow[];
  /** Why nothing of this kind could be imported. */
  readonly problem?: string;
}

/**
 * Imports kind by kind inside the open transaction; one that cannot be read or written costs no other its content.
 * `keptAs` is the name of the other file when it lies beside ours.
 */
export function importParts(
  parts: readonly ImportPart<unknown>[],
  foreign: DatabaseSync,
  target: DatabaseSync,
  keptAs: string | undefined,
): readonly ImportedPart[] {
  return parts.map((part) => {
    target.exec("SAVEPOINT import_part");
    try {
      const { rows, left } = readFor(target, part, foreign);
      part.write?.(target, rows);
      if (keptAs !== undefined) part.noteImport?.(target, keptAs);
      target.exec("RELEASE import_part");
      return { name: part.name, imported: rows.map((row) => part.describe(row)), left };
    } catch (error) {
      target.exec("ROLLBACK TO import_part");
      target.exec("RELEASE import_part");
      return { name: part.name, imported: [], left: [], problem: problemOf(error) };
    }
  });
}

function problemOf(error: unknown): string {
  const reason = reasonOf(error);
  return reason.startsWith("no such table: ") ? "there is none" : reason;
}
