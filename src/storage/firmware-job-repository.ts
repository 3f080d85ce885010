import type { FirmwareJob, FirmwareJobStore } from "../station/firmware/firmware-job.ts";
import type { Database } from "./database.ts";

/** The last update of the firmware. */
export class FirmwareJobRepository implements FirmwareJobStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  load(): FirmwareJob | undefined {
    const row = this.#db.statement("SELECT state FROM firmware_job").get();
    return row === undefined ? undefined : JSON.parse(String(row["state"])) as FirmwareJob;
  }

  save(job: FirmwareJob): Promise<void> {
    return this.#db.write(() => {
      this.#db.statement(
        "INSERT INTO firmware_job (id, state) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET state = ?1",
      ).run(JSON.stringify(job));
    });
  }
}
