import type { Database } from "./database.ts";

/** Counters that survive restarts and never return a number twice. */
export class CounterRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The next number of the series, from 1; to be called within a write, whose commit makes it final. */
  take(name: string): number {
    const row = this.#db.statement(
      `INSERT INTO counter (name, value) VALUES (?, 1)
       ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value`,
    ).get(name);
    return Number(row?.["value"]);
  }
}
