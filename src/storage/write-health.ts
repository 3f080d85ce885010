import { reasonOf } from "../kernel/reason-of.ts";
import { isDiskFull } from "./disk-refusal.ts";
import type { Database } from "./database.ts";

/**
 * Watches whether writes to a database succeed, for the watchdog: a station that cannot persist its state
 * must restart. A full disk is no reason: a restart frees nothing and loses what only memory has.
 */
export class WriteHealth {
  #failure: string | undefined;

  /** Returns the same database with its writes observed. */
  observe(db: Database): Database {
    return {
      write: (change, flush) => this.#watch(db.write(change, flush)),
      statement: (sql) => db.statement(sql),
      erase: () => db.erase(),
      close: () => db.close(),
    };
  }

  state(): "healthy" | { readonly stuck: string } {
    return this.#failure === undefined ? "healthy" : { stuck: `writes fail: ${this.#failure}` };
  }

  #watch<T>(write: Promise<T>): Promise<T> {
    write.then(
      () => this.#failure = undefined,
      (error: unknown) => this.#failure = isDiskFull(error) ? undefined : reasonOf(error),
    );
    return write;
  }
}
