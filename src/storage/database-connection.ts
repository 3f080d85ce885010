import { DatabaseSync } from "node:sqlite";
import { createPrivateFile } from "./database-file.ts";
import { type DatabaseKind, migrate } from "./migrations.ts";

/** How long a statement waits for another process (a diagnostic tool) to release the file. */
export const BUSY_TIMEOUT_MS = 2000;
/** The write-ahead log is cut back to this after a checkpoint. */
const WAL_SIZE_LIMIT_BYTES = 4 * 1024 * 1024;

/** A connection to whatever lies at the path; nothing is changed or read yet. */
export function connect(path: string): DatabaseSync {
  return new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
}

/** WAL with a flush per commit: what is acknowledged survives a power cut (architecture §3.1). */
export function harden(db: DatabaseSync): void {
  db.exec("PRAGMA journal_mode = WAL");
  db.exec("PRAGMA synchronous = FULL");
  db.exec(`PRAGMA journal_size_limit = ${WAL_SIZE_LIMIT_BYTES}`);
  db.exec("PRAGMA trusted_schema = OFF");
}

/** A fresh database at the path. */
export function createDatabase(
  path: string,
  kind: DatabaseKind,
  migrations: readonly string[],
): DatabaseSync {
  createPrivateFile(path);
  const db = connect(path);
  try {
    harden(db);
    createTables(db, kind, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Gives an empty database its tables. They are written once: they need not stay in the log until that is full. */
export function createTables(db: DatabaseSync, kind: DatabaseKind, migrations: readonly string[]): void {
  migrate(db, kind, migrations, 0);
  emptyLog(db);
}

/** What SQLite's own check finds first; undefined: the file is sound. Throws where it cannot be read at all. */
export function damageIn(db: DatabaseSync): string | undefined {
  const finding = String(db.prepare("PRAGMA quick_check(1)").get()?.["quick_check"]);
  return finding === "ok" ? undefined : finding;
}

/** Brings what is in the write-ahead log into the database itself. Busy: another process reads what the log had before. */
export function emptyLog(db: DatabaseSync): "emptied" | "busy" {
  const row = db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
  return row?.["busy"] === 1 ? "busy" : "emptied";
}
