import type { EvseId } from "../../kernel/ids.ts";
import type { IdTokenType, ResponseOf } from "../../ocpp/messages.ts";
import type { Reservation } from "../reservation/reservation.ts";

export type ReserveStatus = ResponseOf<"ReserveNow">["status"];

/** Who keeps EVSEs free for those who reserved them. Nothing rejects; undefined: no answer, or none that can be read. */
export interface ReservationPort {
  /** A reservation with the same id gives way to this one, also when this one cannot be made. */
  reserve(reservation: Reservation): Promise<ReserveStatus | undefined>;
  /** False when there is no such reservation. */
  cancel(reservationId: number): Promise<boolean | undefined>;
  /** Whether somebody else than these tokens has reserved the EVSE. */
  isReservedForOther(
    evse: EvseId,
    idToken: IdTokenType,
    groupIdToken: IdTokenType | undefined,
  ): Promise<boolean | undefined>;
}

/** What became of a reservation. */
export interface ReservationUpdate {
  readonly reservationId: number;
  readonly status: "Placed" | "Expired" | "Removed" | "Cancelled" | "Used";
}
