import { reasonOf } from "../kernel/reason-of.ts";
import type { Database } from "./database.ts";

/** Watches whether a database still takes writes, for the watchdog: a station that cannot remember must restart. */
export class WriteHealth {
  #failure: string | undefined;

  /** The same database; every write through it counts. */
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
