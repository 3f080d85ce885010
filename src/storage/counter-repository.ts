import type { Database } from "./database.ts";

/** Counters that survive restarts and never return a number twice. */
export class CounterRepository {
  readonly #db: Database;
  /** Numbers that the disk does not know of. */
  readonly #unstored = new Map<string, number>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** The next number of the series, from 1; to be called within a write, whose commit makes it final. */
  take(name: string): number {
    const row = this.#db.statement(
      `INSERT INTO counter (name, value) VALUES (?1, ?2 + 1)
       ON CONFLICT (name) DO UPDATE SET value = max(value, ?2) + 1 RETURNING value`,
    ).get(name, this.#unstored.get(name) ?? 0);
    return Number(row?.["value"]);
  }

  /** The next number while the disk takes nothing: it may come again after a restart, but not before. */
  takeUnstored(name: string): number {
    const row = this.#db.statement("SELECT value FROM counter WHERE name = ?").get(name);
    const next = Math.max(Number(row?.["value"] ?? 0), this.#unstored.get(name) ?? 0) + 1;
    this.#unstored.set(name, next);
    return next;
  }
}
