import type { RootRenewal, RootRenewalStore } from "../station/ports/root-renewal-store.ts";
import type { Database } from "./database.ts";

/** The CSMS root that was replaced last, until a connection with its successor succeeds. */
export class RootRenewalRepository implements RootRenewalStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  load(): RootRenewal | undefined {
    const row = this.#db.statement("SELECT state FROM root_renewal").get();
    return row === undefined ? undefined : JSON.parse(String(row["state"])) as RootRenewal;
  }

  save(renewal: RootRenewal | undefined): Promise<void> {
    return this.#db.write(() => {
      if (renewal === undefined) return void this.#db.statement("DELETE FROM root_renewal").run();
      this.#db.statement(
        "INSERT INTO root_renewal (id, state) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET state = ?1",
      ).run(JSON.stringify(renewal));
    });
  }
}
