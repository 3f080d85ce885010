import { DatabaseSync } from "node:sqlite";
import type { AsideLabel } from "./aside-label.ts";
import { groupCommit } from "./database-group-commit.ts";
import type { Database } from "./database.ts";
import { connect, createDatabase, createTables, damageIn, emptyLog, harden } from "./database-connection.ts";
import {
  copyAside,
  databaseFileExists,
  IN_MEMORY,
  moveAside,
  prepareDirectory,
  removeDatabase,
} from "./database-file.ts";
import { restoreWriteVersion } from "./database-header.ts";
import { isDiskRefusal, mayBeDiskFull } from "./disk-refusal.ts";
import { inspect, migrate } from "./migrations.ts";
import { openOnFullDisk } from "./open-on-full-disk.ts";
import type { OpenOptions } from "./open-options.ts";
import { finishSuccession } from "./succession.ts";
import { takeOver, warnOfForeignBeside } from "./take-over.ts";
import { succeedDamaged } from "./salvage.ts";
import { hasLatestSchema, repairSchema, schemaRepairs } from "./schema-damage.ts";
import { findUnreadableRows, removeUnreadableRows } from "./unreadable-rows.ts";

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
  const { kind, migrations, log } = options;
  prepareDirectory(path);
  finishSuccession(path);
  if (!databaseFileExists(path)) {
    warnOfForeignBeside(path, options);
    return groupCommit(createDatabase(path, kind, migrations));
  }
  const existing = openExisting(path, options);
  if (existing instanceof DatabaseSync) return groupCommit(existing);
  switch (existing.kind) {
    case "foreign":
      return groupCommit(takeOver(path, options));
    case "damaged": {
      const db = succeedDamaged(path, existing.reason, options);
      dropUnreadableRows(db, path, options);
      return groupCommit(db);
    }
    case "newer": {
      const keptAs = moveAside(path, existing.kind);
      const { reason } = existing;
      log.error("a database is set aside and a fresh one is created", {
        database: kind,
        reason,
        path,
        keptAs,
      });
      return groupCommit(createDatabase(path, kind, migrations));
    }
  }
}

/** Why a file cannot be used. */
type Unusable =
  | { readonly kind: "foreign" }
  | { readonly kind: "newer" | "damaged"; readonly reason: string };

/** The database, or why it cannot be used; then it is closed. */
function openExisting(path: string, options: OpenOptions): DatabaseSync | Unusable {
  const { kind, migrations } = options;
  makeWritable(path, options);
  const db = connect(path);
  try {
    const state = inspect(db, kind, migrations);
    switch (state.kind) {
      case "foreign":
        db.close();
        return state;
      case "newer":
        db.close();
        return {
          kind: "newer",
          reason: `its version ${state.version} is later than ours, ${migrations.length}`,
        };
      case "empty":
      case "current":
      case "older":
        if (state.kind !== "empty") makeReadable(db, path, options, state);
        harden(db);
        checkIntegrity(db);
        if (state.kind === "empty") createTables(db, kind, migrations);
        if (state.kind === "older") migrateWithCopy(db, path, options, state.version);
        dropUnreadableRows(db, path, options);
        return db;
    }
  } catch (error) {
    if (db.isOpen) db.close();
    // Also for a migration step that fails: the next start would fail the same way, for ever.
    if (!(error instanceof Error) || isDiskRefusal(error)) throw error;
    return { kind: "damaged", reason: error.message };
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

/** Before anything else is read: SQLite may call the whole file malformed for one character of the schema. */
function makeReadable(
  db: DatabaseSync,
  path: string,
  { kind, migrations, log }: OpenOptions,
  state: { readonly kind: "current" } | { readonly kind: "older"; readonly version: number },
): void {
  if (hasLatestSchema(db, kind)) return;
  db.close();
  const steps = state.kind === "older" ? migrations.slice(0, state.version) : migrations;
  const repairs = schemaRepairs(path, steps);
  if (repairs.length > 0) {
    const keptAs = copyAside(path, "unrepaired");
    try {
      repairSchema(path, repairs);
    } catch (error) {
      // Copies of every start would fill the disk.
      removeDatabase(keptAs);
      throw error;
    }
    const entries = repairs.map(({ damaged, entry }) => ({ name: entry.name, was: damaged.sql }));
    log.error("a database is damaged: its schema is restored", { database: kind, entries, path, keptAs });
  }
  db.open();
}

function checkIntegrity(db: DatabaseSync): void {
  const damage = damageIn(db);
  if (damage !== undefined) throw new Error(`it is damaged: ${damage}`);
}

/**
 * Copies the file while nobody here has it open: closing it beside a connection would take the locks of SQLite away, and
 * the next program that looks into the database would remove the write-ahead log, with everything that comes into it.
 */
function copyClosed(db: DatabaseSync, path: string, label: AsideLabel): string {
  emptyLog(db);
  db.close();
  try {
    return copyAside(path, label);
  } finally {
    db.open();
    harden(db);
  }
}

/** A copy of the file before the migration stays beside it, so that a downgrade is possible. */
function migrateWithCopy(
  db: DatabaseSync,
  path: string,
  { kind, migrations, log }: OpenOptions,
  version: number,
): void {
  const keptAs = copyClosed(db, path, `v${version}`);
  try {
    migrate(db, kind, migrations, version);
  } catch (error) {
    // The file is as it was; copies of every start would fill the disk.
    removeDatabase(keptAs);
    throw error;
  }
  log.notice("a database is migrated", { database: kind, fromVersion: version, path, keptAs });
  emptyLog(db);
}

/** A copy of the file as it was stays beside: another program may still read the rows that are left out. */
function dropUnreadableRows(db: DatabaseSync, path: string, { kind, log, shapes }: OpenOptions): void {
  const found = findUnreadableRows(db, shapes);
  if (found.length === 0) return;
  const keptAs = path === IN_MEMORY ? undefined : copyClosed(db, path, "unrepaired");
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
