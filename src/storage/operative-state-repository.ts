import { connectorId, evseId } from "../kernel/ids.ts";
import type {
  OperativeDecision,
  OperativeStateStore,
} from "../station/availability/operative-state-store.ts";
import type { Database } from "./database.ts";

/** The operative states that the CSMS has set. */
export class OperativeStateRepository implements OperativeStateStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  load(): readonly OperativeDecision[] {
    return this.#db.statement("SELECT evse_id, connector_id, status FROM operative_state").all().map(
      (row) => {
        const evse = Number(row["evse_id"]);
        const connector = Number(row["connector_id"]);
        return {
          ...(evse > 0 && { evseId: evseId(evse) }),
          ...(connector > 0 && { connectorId: connectorId(connector) }),
          status: row["status"] === "Inoperative" ? "Inoperative" : "Operative",
        };
      },
    );
  }

  save({ evseId, connectorId, status }: OperativeDecision): Promise<void> {
    return this.#db.write(() => {
      this.#db.statement(
        `INSERT INTO operative_state (evse_id, connector_id, status) VALUES (?1, ?2, ?3)
         ON CONFLICT (evse_id, connector_id) DO UPDATE SET status = ?3`,
      ).run(evseId ?? 0, connectorId ?? 0, status);
    });
  }
}
