import type { DatabaseSync } from "node:sqlite";
import type { Logger } from "../../kernel/logger.ts";
import { isDiskFull } from "../disk-refusal.ts";
import { chargingProfiles, type ReadChargingProfile } from "./charging-profiles.ts";
import type { ImportPart, ImportReading } from "./import-part.ts";
import { meterValues, openTransactions } from "./left-behind.ts";
import { operativeStates } from "./operative-states.ts";
import { setVariables } from "./set-variables.ts";
import { type ReadTokenInfo, tokenParts } from "./tokens.ts";
import { type IsRequest, ordinaryMessages, transactionMessages } from "./queued-messages.ts";

export interface CorePartsDeps {
  readonly isRequest: IsRequest;
  readonly readProfile: ReadChargingProfile;
  readonly readTokenInfo: ReadTokenInfo;
  /** Of this station; they are numbered from 1. */
  readonly evses: number;
}

/**
 * Everything that is read from the core database of EVerest's C++ module. A further kind of content is a file in this folder
 * and a line here; those who show what would be imported go through the same list.
 */
export function coreParts(
  { isRequest, readProfile, readTokenInfo, evses }: CorePartsDeps,
): readonly ImportPart<unknown>[] {
  return [
    transactionMessages(isRequest),
    ordinaryMessages(isRequest),
    operativeStates(evses),
    chargingProfiles(readProfile, evses),
    openTransactions,
    meterValues,
    ...tokenParts(readTokenInfo),
  ] as readonly ImportPart<unknown>[];
}

/** The same of its device model database. */
export const deviceModelParts = [setVariables] as readonly ImportPart<unknown>[];

/** What a part reads; nothing where the database has no such table, as in an older schema. */
export function readPart<T>(part: ImportPart<T>, foreign: DatabaseSync): ImportReading<T> {
  return part.tables.every((table) => hasTable(foreign, table)) ? part.read(foreign) : { rows: [], left: [] };
}

export interface ImportCoreDeps {
  readonly parts: readonly ImportPart<unknown>[];
  /** The name that the other file will have beside ours. */
  readonly keptAs: string;
  readonly log: Logger;
}

/**
 * Imports what can be imported, kind by kind: one that cannot be read or written is named and costs no other its content.
 * Returns the number of rows. The log says how many rows of what, and of those that stay behind how many and why. Throws
 * when there is no room.
 */
export function importCore(
  foreign: DatabaseSync,
  target: DatabaseSync,
  { parts, keptAs, log }: ImportCoreDeps,
): number {
  return parts.reduce((rows, part) => rows + importPart(part, foreign, target, { keptAs, log }), 0);
}

/** All of one kind of content, or nothing of it. */
function importPart(
  part: ImportPart<unknown>,
  foreign: DatabaseSync,
  target: DatabaseSync,
  { keptAs, log }: Pick<ImportCoreDeps, "keptAs" | "log">,
): number {
  target.exec("SAVEPOINT import_step");
  try {
    const { rows, left } = readFor(target, part, foreign);
    part.write?.(target, rows);
    part.noteImport?.(target, keptAs);
    target.exec("RELEASE import_step");
    if (left.length > 0) {
      const reasons = [...new Set(left.map(({ reason }) => reason))].join("; ");
      log.warning("contents were not imported from the C++ module", {
        what: part.name,
        rows: left.length,
        reasons,
      });
    }
    if (rows.length > 0) {
      log.notice("contents were imported from the C++ module", { what: part.name, rows: rows.length });
    }
    return rows.length;
  } catch (error) {
    // With room all of it can be imported; without, a kind that fits would be imported and the others never.
    if (isDiskFull(error)) throw error;
    target.exec("ROLLBACK TO import_step");
    target.exec("RELEASE import_step");
    log.warning("contents were not imported from the C++ module", { what: part.name, error });
    return 0;
  }
}

/** What a part reads, without what the target has already. Throws when it cannot be read. */
export function readFor<T>(
  target: DatabaseSync,
  part: ImportPart<T>,
  foreign: DatabaseSync,
): ImportReading<T> {
  const { rows, left } = readPart(part, foreign);
  const known = rows.filter((row) => part.isKnown?.(target, row) === true);
  const reason = "the station has it already";
  return {
    rows: rows.filter((row) => !known.includes(row)),
    left: [...left, ...known.map((row) => ({ row: part.describe(row), reason }))],
  };
}

function hasTable(db: DatabaseSync, table: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined;
}
