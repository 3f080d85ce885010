import assert from "node:assert/strict";
import type { IdTokenType, RequestOf, ResponseOf } from "../../../src/ocpp/messages.ts";
import { assertReported } from "./availability.ts";
import {
  nextEvent,
  nothingMore,
  openTransaction,
  REMOTE_START_ID,
  type TransactionEvent,
  type Visit,
} from "./reusable-states.ts";
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

export interface Redeeming {
  readonly how?: "local" | "remote";
  readonly token?: IdTokenType;
  /** The group that the CSMS says the token belongs to. */
  readonly group?: IdTokenType;
  /** What the connector of EVSE 1 changes to; default Available (H03.FR.10). */
  readonly becomes?: "Available" | "Occupied" | "unchanged";
  /** What the transaction redeems; default the reservation of this file. */
  readonly reservationId?: number | undefined;
}

/** Reusable state Authorized on EVSE 1 with any token, and what it does to a reservation. */
export async function redeemed(visit: Visit, redeeming: Redeeming = {}): Promise<void> {
  const { how = "local", token = RESERVING_TOKEN, group, becomes = "Available" } = redeeming;
  const { station, startPoints } = visit;
  const { csms, everest } = station;
  const idTokenInfo = { status: "Accepted", ...(group && { groupIdToken: group }) } as const;
  csms.on("Authorize", () => ({ idTokenInfo }));
  const outcome = how === "local" ? everest.auth.swipe(token.idToken) : everest.auth.nextOutcome();
  if (how === "remote") {
    const request = { idToken: token, remoteStartId: REMOTE_START_ID, evseId: 1 };
    assert.equal((await csms.call("RequestStartTransaction", request)).status, "Accepted");
  }
  assert.deepEqual((await csms.expect("Authorize")).payload.idToken, token);
  assert.equal(await outcome, "UsedToStart");
  visit.authorized = how;
  if (becomes !== "unchanged") await assertReported(station, becomes, [1]);
  const begins = startPoints.has("Authorized") || (startPoints.has("PowerPathClosed") && visit.connected);
  if (!begins && !openTransaction(visit)) return;
  const event = await nextEvent(visit);
  assert.equal(event.triggerReason, how === "local" ? "Authorized" : "RemoteStart");
  assertRedeems(event, { token, ...redeeming });
}

/** H01.FR.15: the reservation is told with the token, once in the transaction, and nothing else is told of it. */
export async function assertRedeemed(visit: Visit, redeeming: Redeeming = {}): Promise<void> {
  await nothingMore(visit);
  const withToken = visit.events.filter(({ idToken, eventType }) => idToken && eventType !== "Ended");
  assert.equal(withToken.length, 1);
  assertRedeems(withToken[0]!, redeeming);
  const others = visit.events.filter((event) => event !== withToken[0]);
  assert(others.every(({ reservationId }) => reservationId === undefined));
  assert.deepEqual(endedReservations(visit.station), []);
}

function assertRedeems(event: TransactionEvent, redeeming: Redeeming): void {
  assert.deepEqual(event.idToken, redeeming.token ?? RESERVING_TOKEN);
  const expected = "reservationId" in redeeming ? redeeming.reservationId : RESERVATION_ID;
  assert.equal(event.reservationId, expected);
}
