import { type EvseId, evseId } from "../kernel/ids.ts";
import type { Reservation } from "../station/reservation/reservation.ts";
import type { ReservationStore } from "../station/reservation/reservation-store.ts";
import type { Database } from "./database.ts";

/** The accepted reservations. */
export class ReservationRepository implements ReservationStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  load(): readonly Reservation[] {
    return this.#db.statement("SELECT state FROM reservation ORDER BY id").all()
      .map((row) => JSON.parse(String(row["state"])) as Reservation);
  }

  save(reservation: Reservation): Promise<void> {
    return this.#db.write(() => {
      this.#db.statement(
        "INSERT INTO reservation (id, state) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET state = ?2",
      ).run(reservation.id, JSON.stringify(reservation));
    });
  }

  remove(reservationId: number): Promise<void> {
    return this.#db.write(() => {
      this.#db.statement("DELETE FROM reservation WHERE id = ?").run(reservationId);
    });
  }

  reservedEvses(): readonly EvseId[] {
    return this.#db.statement("SELECT evse_id FROM reserved_evse ORDER BY evse_id").all()
      .map((row) => evseId(Number(row["evse_id"])));
  }

  saveReservedEvse(evse: EvseId, state: "reserved" | "free"): Promise<void> {
    const change = state === "reserved"
      ? "INSERT OR IGNORE INTO reserved_evse (evse_id) VALUES (?)"
      : "DELETE FROM reserved_evse WHERE evse_id = ?";
    return this.#db.write(() => {
      this.#db.statement(change).run(evse);
    });
  }
}
