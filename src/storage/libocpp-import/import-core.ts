import type { DatabaseSync } from "node:sqlite";
import type { Logger } from "../../kernel/logger.ts";
import { chargingProfiles, type ReadChargingProfile } from "./charging-profiles.ts";
import type { ImportPart, Reading } from "./import-part.ts";
import { meterValues, openTransactions } from "./left-behind.ts";
import { operativeStates } from "./operative-states.ts";
import { type IsRequest, ordinaryMessages, transactionMessages } from "./queued-messages.ts";

/**
 * Everything that is read from the core database of EVerest's C++ module. A further kind of content is a file in this folder
 * and a line here; those who show what would be imported go through the same list.
 */
export function coreParts(
  isRequest: IsRequest,
  readProfile: ReadChargingProfile,
): readonly ImportPart<unknown>[] {
  return [
    transactionMessages(isRequest),
    ordinaryMessages(isRequest),
    operativeStates,
    chargingProfiles(readProfile),
    openTransactions,
    meterValues,
  ] as readonly ImportPart<unknown>[];
}

/** What a part reads; nothing where the database has no such table, as in an older schema. */
export function readPart<T>(part: ImportPart<T>, foreign: DatabaseSync): Reading<T> {
  return part.tables.every((table) => hasTable(foreign, table)) ? part.read(foreign) : { rows: [], left: [] };
}

/** Content that its importer reads and writes in one go, row by row. */
export interface WholeImport {
  readonly name: string;
  /** Returns the number of rows. */
  run(foreign: DatabaseSync, fresh: DatabaseSync): number;
}

export interface ImportCoreDeps {
  readonly parts: readonly ImportPart<unknown>[];
  readonly wholes: readonly WholeImport[];
  readonly log: Logger;
}

/**
 * Imports what can be imported, kind by kind: one that cannot be read or written is named and costs no other its content.
 * Returns the number of rows. The log says how many rows of what, and of those that stay behind how many and why.
 */
export function importCore(
  foreign: DatabaseSync,
  fresh: DatabaseSync,
  { parts, wholes, log }: ImportCoreDeps,
): number {
  const steps: readonly WholeImport[] = [
    ...parts.map((part) => ({ name: part.name, run: () => importPart(part, foreign, fresh, log) })),
    ...wholes,
  ];
  return steps.reduce((rows, { name, run }) => rows + runAlone({ name, run }, foreign, fresh, log), 0);
}

/** All of one kind of content, or nothing of it. */
function runAlone(step: WholeImport, foreign: DatabaseSync, fresh: DatabaseSync, log: Logger): number {
  fresh.exec("SAVEPOINT import_step");
  try {
    const rows = step.run(foreign, fresh);
    fresh.exec("RELEASE import_step");
    if (rows > 0) log.notice("Imported from the C++ module", { what: step.name, rows });
    return rows;
  } catch (error) {
    fresh.exec("ROLLBACK TO import_step");
    fresh.exec("RELEASE import_step");
    log.warning("Not imported from the C++ module", { what: step.name, error });
    return 0;
  }
}

function importPart(
  part: ImportPart<unknown>,
  foreign: DatabaseSync,
  fresh: DatabaseSync,
  log: Logger,
): number {
  const { rows, left } = readPart(part, foreign);
  part.write?.(fresh, rows);
  if (left.length > 0) {
    const reasons = [...new Set(left.map(({ reason }) => reason))].join("; ");
    log.warning("Not imported from the C++ module", { what: part.name, rows: left.length, reasons });
  }
  return rows.length;
}

function hasTable(db: DatabaseSync, table: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined;
}
