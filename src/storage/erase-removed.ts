import type { DatabaseSync } from "node:sqlite";
import { emptyLog } from "./database-connection.ts";

/**
 * Rewrites the database so that nothing of removed rows can be read from its files any more: free pages are overwritten,
 * and every table is built anew from its rows. Not `VACUUM`: that attaches a second database, which the runtime refuses to
 * a program that may not do everything. Blocks for as long as the disk takes; throws when it refuses. No table loses a row
 * then, or when the process is killed.
 */
export function eraseRemoved(db: DatabaseSync): void {
  // Off otherwise: every deletion of a delivered message would cost a page more.
  db.exec("PRAGMA secure_delete = ON");
  try {
    // First, because what lies in free pages would come into the tables with them.
    inTransaction(db, () => overwriteFreePages(db));
    for (const table of tablesOf(db)) inTransaction(db, () => rebuild(db, table));
  } finally {
    db.exec("PRAGMA secure_delete = OFF");
  }
  // The log still holds what was overwritten.
  if (emptyLog(db) === "busy") throw new Error("another process reads the database");
}

/** A value as long as all free pages takes all of them; its removal leaves zeros. */
function overwriteFreePages(db: DatabaseSync): void {
  const { bytes } = db.prepare(
    "SELECT freelist_count * page_size AS bytes FROM pragma_freelist_count, pragma_page_size",
  ).get() as { bytes: number };
  if (bytes === 0) return;
  db.exec("CREATE TABLE filler (zeros BLOB)");
  db.prepare("INSERT INTO filler VALUES (zeroblob(?))").run(bytes);
  db.exec("DROP TABLE filler");
}

/** The copy lies in memory: see `harden`. */
function rebuild(db: DatabaseSync, table: string): void {
  const name = `main."${table.replaceAll('"', '""')}"`;
  db.exec(`CREATE TEMP TABLE copy AS SELECT * FROM ${name}`);
  db.exec(`DELETE FROM ${name}`);
  db.exec(`INSERT INTO ${name} SELECT * FROM temp.copy`);
  db.exec("DROP TABLE temp.copy");
}

function tablesOf(db: DatabaseSync): readonly string[] {
  return db.prepare(
    "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  )
    .all().map((row) => String(row["name"]));
}

function inTransaction(db: DatabaseSync, change: () => void): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    change();
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}
