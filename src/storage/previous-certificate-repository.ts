import type {
  PreviousCertificate,
  PreviousCertificateStore,
} from "../station/ports/previous-certificate-store.ts";
import type { Database } from "./database.ts";

/** The charging station certificate before the last renewal. */
export class PreviousCertificateRepository implements PreviousCertificateStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  load(): PreviousCertificate | undefined {
    const row = this.#db.statement("SELECT state FROM previous_certificate").get();
    return row === undefined ? undefined : JSON.parse(String(row["state"])) as PreviousCertificate;
  }

  save(certificate: PreviousCertificate | undefined): Promise<void> {
    return this.#db.write(() => {
      if (certificate === undefined) return void this.#db.statement("DELETE FROM previous_certificate").run();
      this.#db.statement(
        "INSERT INTO previous_certificate (id, state) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET state = ?1",
      ).run(JSON.stringify(certificate));
    });
  }
}
