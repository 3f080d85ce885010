import type { EvseId } from "../../kernel/ids.ts";
import type { IdTokenType, ResponseOf } from "../../ocpp/messages.ts";
import type { Reservation } from "../reservation/reservation.ts";

export type ReserveStatus = ResponseOf<"ReserveNow">["status"];

/** The reservation manager. Nothing rejects; undefined: no answer, or an unreadable one. */
export interface ReservationPort {
  /** A reservation with the same id is dropped, even when this one cannot be made. */
  reserve(reservation: Reservation): Promise<ReserveStatus | undefined>;
  /** False when there is no such reservation. */
  cancel(reservationId: number): Promise<boolean | undefined>;
  /** Whether the EVSE is reserved for others than these tokens. */
  isReservedForOther(
    evse: EvseId,
    idToken: IdTokenType,
    groupIdToken: IdTokenType | undefined,
  ): Promise<boolean | undefined>;
}

/** A change of a reservation. */
export interface ReservationUpdate {
  readonly reservationId: number;
  readonly status: "Placed" | "Expired" | "Removed" | "Cancelled" | "Used";
}
