import { dateTime, enumOf, type Infer, integer, object, string } from "../../codec/mod.ts";
import { connectorTypeEnum } from "./evse-manager.ts";

/** The type of the token is not part of it. */
export const reservation = object({
  reservation_id: integer(),
  id_token: string(),
  expiry_time: dateTime(),
}, {
  evse_id: integer(),
  parent_id_token: string(),
  connector_type: connectorTypeEnum,
});
export type Reservation = Infer<typeof reservation>;

export const reservationResult = enumOf("Accepted", "Faulted", "Occupied", "Rejected", "Unavailable");
export type ReservationResult = Infer<typeof reservationResult>;

export const reservationCheck = object({
  id_token: string(),
}, {
  evse_id: integer(),
  group_id_token: string(),
});
export type ReservationCheck = Infer<typeof reservationCheck>;

export const reservationCheckStatus = enumOf(
  "NotReserved",
  "ReservedForToken",
  "ReservedForOtherToken",
  "ReservedForOtherTokenAndHasParentToken",
);
export type ReservationCheckStatus = Infer<typeof reservationCheckStatus>;

export const reservationUpdateStatus = object({
  reservation_id: integer(),
  reservation_status: enumOf("Expired", "Removed", "Placed", "Cancelled", "Used"),
});
export type ReservationUpdateStatus = Infer<typeof reservationUpdateStatus>;
