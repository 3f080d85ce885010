import type { Logger } from "../../kernel/logger.ts";
import { boolean, integer } from "../codec/mod.ts";
import type { Connection, EverestModule } from "../module.ts";
import { connect } from "./client.ts";
import { command, declareInterface } from "./interface.ts";
import {
  type Reservation,
  reservation as reservationType,
  type ReservationCheck,
  reservationCheck,
  reservationCheckStatus,
  reservationResult,
  type ReservationUpdateStatus,
  reservationUpdateStatus,
} from "./types/reservation.ts";

/** Who may use which EVSE until when. */
export const reservationInterface = declareInterface("reservation", {
  commands: {
    reserve_now: command({ request: reservationType }, reservationResult),
    cancel_reservation: command({ reservation_id: integer() }, boolean()),
    exists_reservation: command({ request: reservationCheck }, reservationCheckStatus),
  },
  variables: { reservation_update: reservationUpdateStatus },
});

export type ReservationClient = ReturnType<typeof reservation>;

export function reservation(module: EverestModule, connection: Connection, log: Logger) {
  const { call, on } = connect(reservationInterface, module, connection, log);
  return {
    connection,
    reserveNow: (request: Reservation, timeoutMs?: number) => call("reserve_now", { request }, timeoutMs),
    cancelReservation: (reservationId: number, timeoutMs?: number) =>
      call("cancel_reservation", { reservation_id: reservationId }, timeoutMs),
    existsReservation: (request: ReservationCheck, timeoutMs?: number) =>
      call("exists_reservation", { request }, timeoutMs),

    onReservationUpdate: (listener: (update: ReservationUpdateStatus) => void) =>
      on("reservation_update", listener),
  };
}
