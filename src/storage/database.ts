import type { StatementSync } from "node:sqlite";

/**
 * "now", the default: on disk when the promise resolves. "later": with the next change that is flushed; until then it
 * survives the end of the process, but not that of the power supply.
 */
export type Flush = "now" | "later";

/**
 * One SQLite file. Writes made in the same turn of the event loop share one transaction (group commit): the
 * promise resolves when that transaction is on disk (WAL, synchronous=FULL).
 */
export interface Database {
  /**
   * Runs `change` at once, inside the turn's transaction (a savepoint of its own: if it throws, only its own
   * changes are undone and the promise rejects). Later reads in this process see the change immediately.
   */
  write<T>(change: () => T, flush?: Flush): Promise<T>;
  /** A cached prepared statement. */
  statement(sql: string): StatementSync;
  /**
   * Commits what is pending, then rewrites the file so that nothing of removed rows can be read from it any more.
   * Blocks for as long as the disk takes; throws when it refuses.
   */
  erase(): void;
  /** Commits what is pending and closes the file. */
  close(): void;
}
