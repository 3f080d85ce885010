import type { DatabaseSync } from "node:sqlite";
import { emptyLog } from "./database-connection.ts";
import { inTransaction } from "./in-transaction.ts";
import { tablesOf } from "./table-copy.ts";

/** A database of more than this is copied on the disk instead. */
const MOST_BYTES_IN_MEMORY = 16 * 1024 * 1024;
/** Of a page that is part of a long value: the number of the next one. */
const LINK_BYTES = 4;

/**
 * Rewrites the database so that nothing of removed rows can be read from its files any more: free pages are overwritten,
 * and every table is built anew from its rows. Not `VACUUM`: that attaches a second database, which the runtime refuses to
 * a program that may not do everything. Blocks for as long as the disk takes; throws when it refuses. No table loses a row
 * then, or when the process is killed.
 */
export function eraseRemoved(db: DatabaseSync): void {
  // Off otherwise: every deletion of a delivered message would cost a page more.
  db.exec("PRAGMA secure_delete = ON");
  // A file elsewhere would have the rows of customers who stay.
  db.exec("PRAGMA temp_store = MEMORY");
  // Rows are away only for a moment, and are not judged anew.
  db.exec("PRAGMA foreign_keys = OFF");
  db.exec("PRAGMA ignore_check_constraints = ON");
  try {
    // First, because what lies in free pages would come into the tables with them.
    inTransaction(db, () => overwriteFreePages(db));
    const copy = bytesInUse(db) > MOST_BYTES_IN_MEMORY ? "main.copy" : "temp.copy";
    for (const table of tablesOf(db)) inTransaction(db, () => rebuild(db, table, copy));
  } finally {
    db.exec("PRAGMA secure_delete = OFF");
    db.exec("PRAGMA foreign_keys = ON");
    db.exec("PRAGMA ignore_check_constraints = OFF");
    // Gives the memory back.
    db.exec("PRAGMA temp_store = DEFAULT");
  }
  // The log still holds what was overwritten.
  if (emptyLog(db) === "busy") throw new Error("another process reads the database");
}

/** A value as long as all free pages takes all of them, and no more; its removal leaves zeros. */
function overwriteFreePages(db: DatabaseSync): void {
  db.exec("CREATE TABLE filler (zeros BLOB)");
  const { bytes } = db.prepare(
    `SELECT freelist_count * (page_size - ${LINK_BYTES}) AS bytes FROM pragma_freelist_count, pragma_page_size`,
  ).get() as { bytes: number };
  db.prepare("INSERT INTO filler VALUES (zeroblob(?))").run(bytes);
  dropTable(db, "filler");
}

/** `OR ROLLBACK`: nothing is tried again within the transaction, so SQLite need not note how each page was. */
function rebuild(db: DatabaseSync, table: string, copy: string): void {
  const name = `main."${table.replaceAll('"', '""')}"`;
  db.exec(`CREATE TABLE ${copy} AS SELECT * FROM ${name}`);
  db.exec(`DELETE FROM ${name}`);
  db.exec(`INSERT OR ROLLBACK INTO ${name} SELECT * FROM ${copy}`);
  dropTable(db, copy);
}

/** Emptied first: for the pages of a table that has some SQLite would note how each was. */
function dropTable(db: DatabaseSync, name: string): void {
  db.exec(`DELETE FROM ${name}`);
  db.exec(`DROP TABLE ${name}`);
}

function bytesInUse(db: DatabaseSync): number {
  const row = db.prepare(
    `SELECT (page_count - freelist_count) * page_size AS bytes
     FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
  ).get();
  return Number(row?.["bytes"]);
}
