import type { Database } from "./database.ts";

/** Numbers that survive restarts and are never given out twice. */
export class CounterRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The next number of the series, from 1; to be called within a write, after whose commit it can never come again. */
  take(name: string): number {
    const row = this.#db.statement(
      `INSERT INTO counter (name, value) VALUES (?, 1)
       ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value`,
    ).get(name);
    return Number(row?.["value"]);
  }
}
