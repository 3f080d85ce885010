import { DatabaseSync } from "node:sqlite";

/** A disk on which, for a while, nothing can be written to any database of this process. */
export class FailingDisk implements Disposable {
  fails = false;
  readonly #exec = DatabaseSync.prototype.exec;

  constructor() {
    const exec = this.#exec;
    const isFailing = () => this.fails;
    DatabaseSync.prototype.exec = function (sql: string) {
      if (isFailing() && /^(BEGIN|SAVEPOINT)/.test(sql)) throw new Error("disk I/O error");
      return exec.call(this, sql);
    };
  }

  [Symbol.dispose](): void {
    DatabaseSync.prototype.exec = this.#exec;
  }
}
