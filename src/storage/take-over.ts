import type { DatabaseSync } from "node:sqlite";
import { basename } from "../kernel/posix-path.ts";
import { connect, createDatabase, harden } from "./database-connection.ts";
import {
  databaseFileExists,
  freeName,
  latestAside,
  moveAside,
  removeDatabase,
  renameDatabase,
} from "./database-file.ts";
import { isDiskFull } from "./disk-refusal.ts";
import type { OpenOptions } from "./open-options.ts";

/** The label of a file of another program that is set aside. */
const FOREIGN = "foreign";
/** A process that ended so often in the middle of an import would do so at every start: the station must start. */
const ATTEMPTS = 3;

/**
 * A fresh database in the place of another program's, with what can be imported from it. The other file keeps its place
 * until the fresh one is complete, so a process that is killed meanwhile begins anew at its next start. Throws when the
 * disk refuses; then the other file is where it was.
 */
export function takeOver(path: string, options: OpenOptions): DatabaseSync {
  const { kind, log } = options;
  const begun = successorsOf(path);
  const successor = successorName(path, Math.min(begun.length, ATTEMPTS) + 1);
  removeDatabase(successor);
  const problem = begun.length < ATTEMPTS ? undefined : new Error("the process ended each time it was tried");
  const keptAs = freeName(path, FOREIGN);
  const result = fill(successor, { path, keptAs }, options, problem);
  for (const unfinished of begun) if (unfinished !== successor) removeDatabase(unfinished);
  renameDatabase(path, keptAs);
  log.error("a database is set aside and a fresh one is created", {
    database: kind,
    reason: "it was not written by this program",
    path,
    keptAs,
  });
  finishTakeOver(path);
  const from = { database: kind, from: keptAs };
  if (result instanceof Error) {
    log.warning("nothing was imported into a database", { ...from, error: result });
  } else if (result !== undefined) {
    log.notice("values were imported into a database", { ...from, rows: result });
  }
  const db = connect(path);
  harden(db);
  return db;
}

/** Once the other program's file is set aside, its successor is complete and only has to be renamed. */
export function finishTakeOver(path: string): void {
  const successor = successorsOf(path).at(-1);
  if (successor === undefined || databaseFileExists(path)) return;
  // Side files whose database is already set aside would pass for those of the successor.
  moveAside(path, FOREIGN);
  renameDatabase(successor, path);
}

/**
 * Says that a fresh database begins beside one of another program: the owner removed ours, or a process was killed
 * between setting aside and importing, as earlier versions did it. The former must not bring back what was delivered
 * long ago, so a person has to decide.
 */
export function warnOfForeignBeside(path: string, { kind, adopt, log }: OpenOptions): void {
  const beside = adopt && latestAside(path, FOREIGN);
  if (beside === undefined) return;
  log.warning("a fresh database begins beside one of another program, from which nothing is imported now", {
    database: kind,
    path,
    beside,
    instead: "OCPP201 import",
  });
}

interface OtherFile {
  readonly path: string;
  /** Its path once it is set aside. */
  readonly keptAs: string;
}

/** The number of rows, or why nothing is imported; undefined where nothing is to be. */
function fill(
  successor: string,
  other: OtherFile,
  { kind, migrations, adopt }: OpenOptions,
  problem: Error | undefined,
): number | Error | undefined {
  let fresh: DatabaseSync | undefined;
  try {
    fresh = createDatabase(successor, kind, migrations);
    const result = adopt && (problem ?? importAll(other, fresh, adopt));
    // Closing also brings everything into the one file.
    fresh.close();
    return result;
  } catch (error) {
    if (fresh?.isOpen) fresh.close();
    removeDatabase(successor);
    throw error;
  }
}

/** All or nothing; the other program's file stays as it is. Throws when the disk refuses. */
function importAll(
  { path, keptAs }: OtherFile,
  fresh: DatabaseSync,
  adopt: NonNullable<OpenOptions["adopt"]>,
): number | Error {
  const foreign = connect(path);
  try {
    fresh.exec("BEGIN IMMEDIATE");
    const rows = adoptedRows(() => adopt(foreign, fresh, basename(keptAs)));
    if (fresh.isTransaction) fresh.exec(rows instanceof Error ? "ROLLBACK" : "COMMIT");
    return rows;
  } finally {
    foreign.close();
  }
}

function adoptedRows(adopt: () => number): number | Error {
  try {
    return adopt();
  } catch (error) {
    // With room it will work; what else is wrong with the other file stays wrong.
    if (!(error instanceof Error) || isDiskFull(error)) throw error;
    return error;
  }
}

const successorName = (path: string, attempt: number) => `${path}.successor-${attempt}`;

/** The databases that were begun in the place of another program's, one for each attempt, the latest last. */
function successorsOf(path: string): readonly string[] {
  return Array.from({ length: ATTEMPTS + 1 }, (_, index) => successorName(path, index + 1))
    .filter(databaseFileExists);
}
