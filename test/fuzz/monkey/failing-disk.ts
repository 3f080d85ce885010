import { DatabaseSync } from "node:sqlite";

/**
 * A disk on which, for a while, nothing can be written to any database of this process: it refuses what is begun, or
 * takes it and fails when it is to be made durable.
 */
export class FailingDisk implements Disposable {
  fails: false | "atBegin" | "atCommit" = false;
  readonly #exec = DatabaseSync.prototype.exec;

  constructor() {
    const exec = this.#exec;
    const failing = () => this.fails;
    DatabaseSync.prototype.exec = function (sql: string) {
      const refused = failing() === "atBegin" ? /^(BEGIN|SAVEPOINT)/ : failing() ? /^COMMIT/ : undefined;
      if (refused?.test(sql)) throw new Error("disk I/O error");
      return exec.call(this, sql);
    };
  }

  [Symbol.dispose](): void {
    DatabaseSync.prototype.exec = this.#exec;
  }
}
