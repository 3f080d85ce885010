import { connectionTo } from "../../../fakes/everest-module.ts";
import { reservation, reservationInterface } from "../../../../src/everest/interfaces/reservation.ts";
import { check } from "./interface-cases.ts";

const timestamp = "2026-11-22T06:53:33.000Z";

check((module, log) => {
  const peer = reservation(module, connectionTo("reservation", "peer"), log);
  const wanted = {
    reservation_id: 1,
    id_token: "T",
    expiry_time: timestamp,
    connector_type: "cCCS2",
  } as const;
  return {
    declared: reservationInterface,
    commands: [
      {
        command: "reserve_now",
        call: () => peer.reserveNow(wanted, 7),
        args: { request: wanted },
        answer: "Occupied",
      },
      {
        command: "cancel_reservation",
        call: () => peer.cancelReservation(1, 7),
        args: { reservation_id: 1 },
        answer: true,
      },
      {
        command: "exists_reservation",
        call: () => peer.existsReservation({ id_token: "T", evse_id: 1 }, 7),
        args: { request: { id_token: "T", evse_id: 1 } },
        answer: "ReservedForOtherTokenAndHasParentToken",
      },
    ],
    variables: [{
      variable: "reservation_update",
      listen: peer.onReservationUpdate,
      value: { reservation_id: 1, reservation_status: "Removed" },
    }],
  };
});
