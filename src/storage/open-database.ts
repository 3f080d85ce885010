import { DatabaseSync } from "node:sqlite";
import type { Logger } from "../kernel/logger.ts";
import { groupCommit } from "./database-group-commit.ts";
import type { Database } from "./database.ts";
import {
  copyAside,
  createPrivateFile,
  databaseFileExists,
  IN_MEMORY,
  moveAside,
  prepareDirectory,
  restoreWriteVersion,
} from "./database-file.ts";
import { isDiskRefusal, mayBeDiskFull } from "./disk-refusal.ts";
import { type DatabaseKind, inspect, migrate } from "./migrations.ts";
import { openOnFullDisk } from "./open-on-full-disk.ts";
import type { OpenOptions } from "./open-options.ts";
import { findUnreadableRows, removeUnreadableRows } from "./unreadable-rows.ts";

/** How long a statement waits for another process (a diagnostic tool) to release the file. */
const BUSY_TIMEOUT_MS = 2000;
/** The write-ahead log is cut back to this after a checkpoint. */
const WAL_SIZE_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Opens the database at `path` (`:memory:` for tests), creating or migrating it. A file that is damaged, foreign
 * (libocpp's, for example) or of a later release is moved aside under a name that the log states, and a fresh
 * database takes its place: the station must start. Where the disk is full, see `openOnFullDisk`. Throws only when the disk
 * refuses otherwise (no permission, locked by another process).
 */
export function openDatabase(path: string, options: OpenOptions): Database {
  try {
    return openFile(path, options);
  } catch (error) {
    if (!mayBeDiskFull(error)) throw error;
    return groupCommit(openOnFullDisk(path, options, error));
  }
}

function openFile(path: string, options: OpenOptions): Database {
  prepareDirectory(path);
  const existing = databaseFileExists(path) ? openExisting(path, options) : undefined;
  if (existing?.kind === "open") return groupCommit(existing.db);
  const fresh = create(path, options);
  if (existing?.label === "foreign") adoptForeign(existing.keptAs, fresh, options);
  return groupCommit(fresh);
}

type Existing =
  | { readonly kind: "open"; readonly db: DatabaseSync }
  | { readonly kind: "setAside"; readonly label: string; readonly keptAs: string };

function create(path: string, { kind, migrations }: OpenOptions): DatabaseSync {
  createPrivateFile(path);
  const db = connect(path);
  try {
    harden(db);
    bringUpToDate(db, kind, migrations, 0);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function openExisting(path: string, options: OpenOptions): Existing {
  const { kind, migrations, log } = options;
  const setAside = (label: string, reason: string): Existing => {
    const keptAs = moveAside(path, label);
    log.error("a database is set aside and a fresh one is created", { database: kind, reason, path, keptAs });
    return { kind: "setAside", label, keptAs };
  };
  makeWritable(path, options);
  const db = connect(path);
  try {
    const state = inspect(db, kind, migrations);
    switch (state.kind) {
      case "foreign":
        db.close();
        return setAside("foreign", "it was not written by this program");
      case "newer":
        db.close();
        return setAside("newer", `its version ${state.version} is later than ours, ${migrations.length}`);
      case "empty":
      case "current":
      case "older":
        harden(db);
        checkIntegrity(db);
        if (state.kind === "older") backUp(db, path, kind, state.version, log);
        if (state.kind !== "current") {
          bringUpToDate(db, kind, migrations, state.kind === "older" ? state.version : 0);
        }
        dropUnreadableRows(db, path, options);
        return { kind: "open", db };
    }
  } catch (error) {
    db.close();
    // Also for a migration step that fails: the next start would fail the same way, for ever.
    if (!(error instanceof Error) || isDiskRefusal(error)) throw error;
    return setAside("damaged", error.message);
  }
}

/** Before SQLite opens the file, or closing it here would take the locks of SQLite away. */
function makeWritable(path: string, { kind, log }: OpenOptions): void {
  try {
    if (!restoreWriteVersion(path)) return;
  } catch {
    // The disk refuses: so it does when SQLite opens the file, which is where the reason is told.
    return;
  }
  log.error("a database is damaged: it could be read only, and takes writes again", { database: kind, path });
}

/** All or nothing; the other program's file stays as it is. */
function adoptForeign(keptAs: string, fresh: DatabaseSync, { kind, log, adopt }: OpenOptions): void {
  if (adopt === undefined) return;
  const foreign = new DatabaseSync(keptAs, { timeout: BUSY_TIMEOUT_MS });
  fresh.exec("BEGIN IMMEDIATE");
  try {
    const rows = adopt(foreign, fresh);
    fresh.exec("COMMIT");
    log.notice("values were imported into a database", { database: kind, from: keptAs, rows });
  } catch (error) {
    if (fresh.isTransaction) fresh.exec("ROLLBACK");
    log.warning("nothing was imported into a database", { database: kind, from: keptAs, error });
  } finally {
    foreign.close();
  }
}

/** A schema is written once: it need not stay in the log until that is full. */
function bringUpToDate(
  db: DatabaseSync,
  kind: DatabaseKind,
  migrations: readonly string[],
  version: number,
): void {
  migrate(db, kind, migrations, version);
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

function connect(path: string): DatabaseSync {
  return new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
}

/** WAL with a flush per commit: what is acknowledged survives a power cut (architecture §3.1). */
function harden(db: DatabaseSync): void {
  db.exec("PRAGMA journal_mode = WAL");
  db.exec("PRAGMA synchronous = FULL");
  db.exec(`PRAGMA journal_size_limit = ${WAL_SIZE_LIMIT_BYTES}`);
  db.exec("PRAGMA trusted_schema = OFF");
}

function checkIntegrity(db: DatabaseSync): void {
  const finding = String(db.prepare("PRAGMA quick_check(1)").get()?.["quick_check"]);
  if (finding !== "ok") throw new Error(`it is damaged: ${finding}`);
}

/** A copy of the file before the migration stays beside it, so that a downgrade is possible. */
function backUp(db: DatabaseSync, path: string, kind: DatabaseKind, version: number, log: Logger): void {
  if (path === IN_MEMORY) return;
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const keptAs = copyAside(path, `v${version}`);
  log.notice("a database is migrated", { database: kind, fromVersion: version, path, keptAs });
}

/** A copy of the file as it was stays beside: another program may still read the rows that are left out. */
function dropUnreadableRows(db: DatabaseSync, path: string, { kind, log, shapes }: OpenOptions): void {
  const found = findUnreadableRows(db, shapes);
  if (found.length === 0) return;
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const keptAs = path === IN_MEMORY ? undefined : copyAside(path, "unrepaired");
  removeUnreadableRows(db, found, shapes);
  for (const rows of found) {
    log.error("a database is damaged: rows that cannot be read are left out", {
      database: kind,
      ...rows,
      path,
      keptAs,
    });
  }
}
