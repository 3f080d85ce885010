import type { LastDone } from "../station/ports/ocsp-cache.ts";
import type { Database } from "./database.ts";

/** The time at which a periodic task last ran; it survives restarts. */
export class LastDoneRepository implements LastDone {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  at(name: string): number | undefined {
    const row = this.#db.statement("SELECT done_ms FROM last_done WHERE name = ?").get(name);
    return row === undefined ? undefined : Number(row["done_ms"]);
  }

  done(name: string, wallMs: number): Promise<void> {
    return this.#db.write(() => {
      this.#db.statement(
        "INSERT INTO last_done (name, done_ms) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET done_ms = excluded.done_ms",
      ).run(name, wallMs);
    });
  }

  forgetOthers(prefix: string, names: readonly string[]): Promise<void> {
    const stored = this.#db.statement("SELECT name FROM last_done").all().map((row) => String(row["name"]));
    const others = stored.filter((name) => name.startsWith(prefix) && !names.includes(name));
    if (others.length === 0) return Promise.resolve();
    return this.#db.write(() => {
      for (const name of others) this.#db.statement("DELETE FROM last_done WHERE name = ?").run(name);
    });
  }
}
