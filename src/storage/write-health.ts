import { reasonOf } from "../kernel/reason-of.ts";
import type { Database } from "./database.ts";

/**
 * Watches whether writes to a database succeed, for the watchdog: a station that cannot persist its state
 * must restart.
 */
export class WriteHealth {
  #failure: string | undefined;

  /** Returns the same database with its writes observed. */
  observe(db: Database): Database {
    return {
      write: (change) => this.#watch(db.write(change)),
      statement: (sql) => db.statement(sql),
      close: () => db.close(),
    };
  }

  state(): "healthy" | { readonly stuck: string } {
    return this.#failure === undefined ? "healthy" : { stuck: `writes fail: ${this.#failure}` };
  }

  #watch<T>(write: Promise<T>): Promise<T> {
    write.then(
      () => this.#failure = undefined,
      (error: unknown) => this.#failure = reasonOf(error),
    );
    return write;
  }
}
