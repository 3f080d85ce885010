import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Database, Flush } from "./database.ts";
import { eraseRemoved } from "./erase-removed.ts";

/** The transaction of the current turn and the promises that wait for it. */
interface Group {
  readonly flush: Flush;
  readonly committed: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Wraps an open, migrated SQLite connection in the group commit that `Database` promises. A group opens with
 * the first write of a turn and commits in the check phase right after it: `setImmediate` runs when every
 * promise continuation of the turn is done (a microtask would run before most of them, a MessageChannel in
 * the middle) and costs 2 µs where the flush it saves costs milliseconds.
 */
export function groupCommit(db: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  let group: Group | undefined;
  let flushes: Flush = "now";

  /** SQLite reads it at the COMMIT, and refuses a change of it within a transaction. */
  const setFlush = (flush: Flush): void => {
    if (flush === flushes) return;
    db.exec(`PRAGMA synchronous=${flush === "now" ? "FULL" : "NORMAL"}`);
    flushes = flush;
  };

  const openGroup = (flush: Flush): Group => {
    setFlush(flush);
    db.exec("BEGIN IMMEDIATE");
    const opened = newGroup(flush);
    setImmediate(() => {
      if (group === opened) commit(opened);
    });
    return opened;
  };

  const commit = (ending: Group): void => {
    group = undefined;
    try {
      db.exec("COMMIT");
    } catch (error) {
      // A failed COMMIT (disk full, I/O error) may leave the transaction open; no promise of it has resolved
      // yet.
      if (db.isTransaction) db.exec("ROLLBACK");
      ending.reject(error);
      return;
    }
    ending.resolve();
  };

  const undoChange = (ending: Group, error: unknown): void => {
    if (db.isTransaction) {
      db.exec("ROLLBACK TO change; RELEASE change");
      return;
    }
    // SQLite itself rolled the whole transaction back (disk full, I/O error): the other writes of this turn
    // are lost too.
    group = undefined;
    ending.reject(error);
  };

  return {
    write<T>(change: () => T, flush: Flush = "now"): Promise<T> {
      let value: T;
      let joined: Group;
      try {
        // What must be flushed cannot join a transaction that is not.
        if (flush === "now" && group?.flush === "later") commit(group);
        joined = group ??= openGroup(flush);
        db.exec("SAVEPOINT change");
      } catch (error) {
        return Promise.reject(error);
      }
      try {
        value = change();
        db.exec("RELEASE change");
      } catch (error) {
        undoChange(joined, error);
        return Promise.reject(error);
      }
      return joined.committed.then(() => value);
    },
    statement(sql: string): StatementSync {
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = db.prepare(sql);
        statements.set(sql, statement);
      }
      return statement;
    },
    erase(): void {
      if (group !== undefined) commit(group);
      setFlush("now");
      eraseRemoved(db);
    },
    close(): void {
      if (group !== undefined) commit(group);
      statements.clear();
      db.close();
    },
  };
}

function newGroup(flush: Flush): Group {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Every writer gets the failure through its own promise; this handler only prevents an unhandled rejection.
  promise.catch(() => {});
  return { flush, committed: promise, resolve, reject };
}
