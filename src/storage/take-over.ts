import type { DatabaseSync } from "node:sqlite";
import { basename } from "../kernel/posix-path.ts";
import { connect, createDatabase } from "./database-connection.ts";
import { latestAside } from "./database-file.ts";
import { isDiskFull } from "./disk-refusal.ts";
import type { OpenOptions } from "./open-options.ts";
import { succeed } from "./succession.ts";

/** The label of a file of another program that is set aside. */
const FOREIGN = "foreign";

/**
 * A fresh database in the place of another program's, with what can be imported from it. Throws when the disk refuses; then
 * the other file is where it was.
 */
export function takeOver(path: string, options: OpenOptions): DatabaseSync {
  const { kind, log } = options;
  const { db, keptAs, result } = succeed(path, options, {
    label: FOREIGN,
    reason: "it was not written by this program",
    create: (successor, keptAs, problem) => fill(successor, { path, keptAs }, options, problem),
  });
  const from = { database: kind, from: keptAs };
  if (result instanceof Error) {
    log.warning("nothing was imported into a database", { ...from, error: result });
  } else if (result !== undefined) {
    log.notice("values were imported into a database", { ...from, rows: result });
  }
  return db;
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
  // Closing also brings everything into the one file.
  using fresh = createDatabase(successor, kind, migrations);
  return adopt && (problem ?? importAll(other, fresh, adopt));
}

/** All or nothing; the other program's file stays as it is. Throws when the disk refuses. */
function importAll(
  { path, keptAs }: OtherFile,
  fresh: DatabaseSync,
  adopt: NonNullable<OpenOptions["adopt"]>,
): number | Error {
  using foreign = connect(path);
  fresh.exec("BEGIN IMMEDIATE");
  const rows = adoptedRows(() => adopt(foreign, fresh, basename(keptAs)));
  if (fresh.isTransaction) fresh.exec(rows instanceof Error ? "ROLLBACK" : "COMMIT");
  return rows;
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
