import type { ScheduledResetStore } from "../station/reset/scheduled-reset-store.ts";
import type { Database } from "./database.ts";

/** A reset that waits for transactions to end. */
export class ScheduledResetRepository implements ScheduledResetStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  isScheduled(): boolean {
    return this.#db.statement("SELECT 1 FROM scheduled_reset").get() !== undefined;
  }

  schedule(requestedMs: number): Promise<void> {
    return this.#db.write(() => {
      this.#db.statement("INSERT OR IGNORE INTO scheduled_reset (id, requested_ms) VALUES (1, ?)")
        .run(requestedMs);
    });
  }

  clear(): Promise<void> {
    return this.#db.write(() => {
      this.#db.statement("DELETE FROM scheduled_reset").run();
    });
  }
}
