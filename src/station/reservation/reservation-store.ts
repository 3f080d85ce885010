import type { EvseId } from "../../kernel/ids.ts";
import type { Reservation } from "./reservation.ts";

/** Reservations over restarts. Implemented by `storage/reservation-repository`. */
export interface ReservationStore {
  load(): readonly Reservation[];
  /** Replaces the one with the same id; resolves when it is on disk. */
  save(reservation: Reservation): Promise<void>;
  remove(reservationId: number): Promise<void>;

  /** EVSEs that said they are reserved, for whomever: while only our process is away, they do not say it again. */
  reservedEvses(): readonly EvseId[];
  saveReservedEvse(evse: EvseId, state: "reserved" | "free"): Promise<void>;
}
