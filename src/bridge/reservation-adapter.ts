import type { ReservationClient } from "../everest/interfaces/reservation.ts";
import type * as everest from "../everest/interfaces/types/reservation.ts";
import { toTimestamp } from "../kernel/clock.ts";
import { isInteger32 } from "../ocpp/integer.ts";
import type { ReservationPort, ReservationUpdate } from "../station/ports/reservation-port.ts";
import type { Reservation } from "../station/reservation/reservation.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";
import { fromConnectorType } from "./connector-types.ts";

/** The module that manages reservations in EVerest, usually Auth. */
export function createReservationPort(module: ReservationClient): ReservationPort {
  return {
    async reserve(reservation) {
      const answer = await module.reserveNow(toEverestReservation(reservation), COMMAND_TIMEOUT_MS);
      return answer.kind === "result" ? answer.value : undefined;
    },
    async cancel(reservationId) {
      // A reservation id that does not fit the bus cannot exist.
      if (!isInteger32(reservationId)) return false;
      const answer = await module.cancelReservation(reservationId, COMMAND_TIMEOUT_MS);
      return answer.kind === "result" ? answer.value : undefined;
    },
    async isReservedForOther(evse, idToken, groupIdToken) {
      const answer = await module.existsReservation({
        evse_id: evse,
        id_token: idToken.idToken,
        ...(groupIdToken ? { group_id_token: groupIdToken.idToken } : {}),
      }, COMMAND_TIMEOUT_MS);
      // A reservation with a group token does not count: this token may turn out to belong to that group.
      return answer.kind === "result" ? answer.value === "ReservedForOtherToken" : undefined;
    },
  };
}

/** The bus has no field for the type of the token. */
export function toEverestReservation(reservation: Reservation): everest.Reservation {
  const { id, idToken, groupIdToken, evseId, connectorType, expiresMs } = reservation;
  return {
    reservation_id: id,
    id_token: idToken.idToken,
    expiry_time: toTimestamp(expiresMs),
    ...(evseId === undefined ? {} : { evse_id: evseId }),
    ...(groupIdToken ? { parent_id_token: groupIdToken.idToken } : {}),
    ...(connectorType ? { connector_type: fromConnectorType(connectorType) } : {}),
  };
}

export function toReservationUpdate(update: everest.ReservationUpdateStatus): ReservationUpdate {
  return { reservationId: update.reservation_id, status: update.reservation_status };
}
