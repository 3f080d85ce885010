import { type EvseId, evseId } from "../kernel/ids.ts";
import type { OutsideLimit } from "../station/smart-charging/external-limits.ts";
import type { ReportedLimitStore } from "../station/smart-charging/reported-limit-store.ts";
import type { Database } from "./database.ts";

/** The external limits that the CSMS knows of. */
export class ReportedLimitRepository implements ReportedLimitStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  all(): ReadonlyMap<EvseId, OutsideLimit> {
    const rows = this.#db.statement("SELECT evse_id, unit, value FROM reported_limit").all();
    return new Map(rows.map((row) => [
      evseId(Number(row["evse_id"])),
      { value: Number(row["value"]), unit: row["unit"] === "W" ? "W" : "A" },
    ]));
  }

  put(evse: EvseId, limit: OutsideLimit | undefined): Promise<void> {
    return this.#db.write(() => {
      if (limit === undefined) {
        this.#db.statement("DELETE FROM reported_limit WHERE evse_id = ?").run(evse);
        return;
      }
      this.#db.statement("INSERT OR REPLACE INTO reported_limit (evse_id, unit, value) VALUES (?, ?, ?)")
        .run(evse, limit.unit, limit.value);
    });
  }
}
