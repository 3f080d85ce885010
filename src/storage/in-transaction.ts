import type { DatabaseSync } from "node:sqlite";

/** All of the change or nothing of it: what it throws, or what the commit is refused with, is thrown on. */
export function inTransaction<T>(db: DatabaseSync, change: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = change();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    // SQLite itself may have rolled back (disk full, I/O error).
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}
