import type { EvseId } from "../../kernel/ids.ts";
import type { Reservation } from "./reservation.ts";

/** Reservations, persistent over restarts. Implemented by `storage/reservation-repository`. */
export interface ReservationStore {
  load(): readonly Reservation[];
  /** Replaces the one with the same id; resolves when it is on disk. */
  save(reservation: Reservation): Promise<void>;
  remove(reservationId: number): Promise<void>;

  /** EVSEs that reported to be reserved: they do not repeat that after a restart of this process alone. */
  reservedEvses(): readonly EvseId[];
  saveReservedEvse(evse: EvseId, state: "reserved" | "free"): Promise<void>;
}
