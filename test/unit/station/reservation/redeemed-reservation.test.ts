import assert from "node:assert/strict";
import { connectorId, evseId } from "../../../../src/kernel/ids.ts";
import type { EvseEvent } from "../../../../src/station/evse-event.ts";
import { redemptionOf } from "../../../../src/station/reservation/redeemed-reservation.ts";
import type { Reservation } from "../../../../src/station/reservation/reservation.ts";

const AT = { evseId: evseId(1), connectorId: connectorId(1), sessionId: "s", timestampMs: 0 } as const;
const LAYOUT = [1, 2].map((id) => ({ id: evseId(id), connectors: [{ id: connectorId(1) }] }));
const token = (idToken: string) => ({ idToken: { idToken, type: "ISO14443" as const }, fromCsms: false });
const reserved = (id: number, more: Partial<Reservation> = {}): Reservation => ({
  id,
  idToken: token("ann").idToken,
  evseId: evseId(1),
  expiresMs: 0,
  ...more,
});

const { evseId: _, ...ANYWHERE } = reserved(5);

/** What the CSMS will be told, and what is used up. */
function told(
  event: EvseEvent,
  reservations: readonly Reservation[],
  session: "new" | "weighed" = "new",
): readonly [number | undefined, number | undefined] {
  const { event: corrected, reservationId } = redemptionOf(event, { reservations, layout: LAYOUT, session });
  return ["reservationId" in corrected ? corrected.reservationId : undefined, reservationId];
}

const begin = (who: string, reservationId?: number): EvseEvent => ({
  ...AT,
  kind: "TransactionStarted",
  token: token(who),
  ...(reservationId === undefined ? {} : { reservationId }),
});
const charging: EvseEvent = { ...AT, kind: "ChargingStarted" };
const stopping: EvseEvent = { ...AT, kind: "TransactionFinished", reason: "Local" };
const swipe = (who: string): EvseEvent => ({
  ...AT,
  kind: "SessionStarted",
  reason: "Authorized",
  token: token(who),
});

for (
  const [what, event, reservations, expected] of [
    ["a cable redeems nothing", { ...AT, kind: "SessionStarted", reason: "EVConnected", reservationId: 8 }, [
      reserved(8),
    ], [undefined, undefined]],
    ["the token redeems what the EVSE names", begin("ann", 8), [reserved(8)], [8, 8]],
    ["a token before the cable too", swipe("ann"), [reserved(8)], [8, 8]],
    ["what the EVSE names but is not for the token", begin("bob", 8), [reserved(8)], [undefined, undefined]],
    ["what the EVSE does not know the number of", begin("ann", -1), [
      ANYWHERE,
    ], [5, 5]],
    ["a negative number that nothing stands for", begin("ann", -1), [], [undefined, undefined]],
    ["a negative id of the CSMS", begin("ann", -1), [reserved(-7)], [-7, -7]],
    ["what only the EVSE knows", begin("ann", 8), [], [8, 8]],
    ["the one of the EVSE before another of the same driver", begin("ann", 8), [
      ANYWHERE,
      reserved(8),
    ], [8, 8]],
    ["the one that the EVSE names before another that would do", begin("ann", 9), [ANYWHERE, {
      ...ANYWHERE,
      id: 9,
    }], [9, 9]],
    ["a reservation elsewhere stays", begin("ann"), [reserved(8, { evseId: evseId(2) })], [
      undefined,
      undefined,
    ]],
    ["who charges at a reserved EVSE has begun unseen", charging, [ANYWHERE, reserved(8)], [8, 8]],
    ["so has who stops there", stopping, [reserved(8)], [8, 8]],
    ["who charges elsewhere is somebody else", charging, [ANYWHERE, reserved(8, { evseId: evseId(2) })], [
      undefined,
      undefined,
    ]],
    ["other events pass", { ...AT, kind: "ReservationStart" }, [reserved(8)], [undefined, undefined]],
  ] as readonly [string, EvseEvent, readonly Reservation[], readonly [number?, number?]][]
) {
  Deno.test(`redeemed: ${what}`, () => assert.deepEqual(told(event, reservations), expected));
}

Deno.test("a session redeems once, when its token is shown; what the EVSE repeats is repeated", () => {
  assert.deepEqual(told(begin("ann"), [ANYWHERE], "weighed"), [undefined, undefined]);
  assert.deepEqual(told(begin("ann", -1), [ANYWHERE], "weighed"), [undefined, undefined]);
  assert.deepEqual(told(begin("ann", 8), [ANYWHERE], "weighed"), [8, 8]);
  assert.deepEqual(told(charging, [reserved(8)], "weighed"), [undefined, undefined]);
});

Deno.test("a token of the group redeems (H03.FR.04)", () => {
  const group = { idToken: "family", type: "Central" } as const;
  const event: EvseEvent = {
    ...AT,
    kind: "TransactionStarted",
    token: { ...token("bob"), groupIdToken: group },
  };
  assert.deepEqual(told(event, [reserved(8, { groupIdToken: group })]), [8, 8]);
});
