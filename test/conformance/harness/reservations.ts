import assert from "node:assert/strict";
import type { IdTokenType, RequestOf, ResponseOf } from "../../../src/ocpp/messages.ts";
import { assertReported } from "./availability.ts";
import type { StationUnderTest } from "./station-under-test.ts";

/** Another token that the CSMS knows as valid. */
export const OTHER_TOKEN: IdTokenType = { idToken: "RFID0002", type: "ISO14443" };
export const GROUP_TOKEN: IdTokenType = { idToken: "GROUP01", type: "Central" };
/** The token for whom the tests reserve: the one with which drivers of the reusable states come. */
export const RESERVING_TOKEN: IdTokenType = { idToken: "RFID0001", type: "ISO14443" };

export const RESERVATION_ID = 17;

/** Shipped; a station may leave it out or say false. */
export const NAMED_EVSES_ONLY = { "ReservationCtrlr.NonEvseSpecific": false };

/** ReserveNow for an hour, of EVSE 1 unless `request` says otherwise; `evseId: null` leaves it out. */
export async function reserveNow(
  { csms, clock }: StationUnderTest,
  { evseId = 1, ...request }:
    & Partial<Omit<RequestOf<"ReserveNow">, "evseId">>
    & { readonly evseId?: number | null } = {},
): Promise<ResponseOf<"ReserveNow">> {
  return await csms.call("ReserveNow", {
    id: RESERVATION_ID,
    idToken: RESERVING_TOKEN,
    expiryDateTime: new Date(clock.wallMs() + 3_600_000).toISOString(),
    ...(evseId === null ? {} : { evseId }),
    ...request,
  });
}

/** Reusable state Reserved, with what the tool validates. */
export async function reserved(
  station: StationUnderTest,
  request: Parameters<typeof reserveNow>[1] = {},
): Promise<void> {
  assert.equal((await reserveNow(station, request)).status, "Accepted");
  await assertReported(station, "Reserved", [request.evseId ?? 1]);
}

/** The next ReservationStatusUpdateRequest. */
export async function assertStatusUpdate(
  { csms }: StationUnderTest,
  reservationUpdateStatus: RequestOf<"ReservationStatusUpdate">["reservationUpdateStatus"],
  reservationId = RESERVATION_ID,
): Promise<void> {
  const { payload } = await csms.expect("ReservationStatusUpdate");
  assert.deepEqual(payload, { reservationId, reservationUpdateStatus });
}

/** Reservations of which the CSMS has heard that they ended, in order. */
export function endedReservations({ csms }: StationUnderTest): readonly number[] {
  return csms.received("ReservationStatusUpdate").map(({ reservationId }) => reservationId);
}
