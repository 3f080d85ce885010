import assert from "node:assert/strict";
import fc from "fast-check";
import { connectorId, evseId } from "../../../../src/kernel/ids.ts";
import type { EvseLayout } from "../../../../src/station/ports/evse-port.ts";
import {
  isFor,
  redeemableAt,
  type Reservation,
  reservationOf,
  targetsOf,
} from "../../../../src/station/reservation/reservation.ts";

const LAYOUT: readonly EvseLayout[] = [
  {
    id: evseId(1),
    connectors: [{ id: connectorId(1), type: "cType2" }, { id: connectorId(2), type: "cCCS2" }],
  },
  { id: evseId(2), connectors: [{ id: connectorId(1), type: "cCCS2" }] },
  { id: evseId(3), connectors: [{ id: connectorId(1) }] },
];
const RFID = { idToken: "Rfid1", type: "ISO14443" } as const;
const GROUP = { idToken: "G", type: "Central" } as const;
const reservation = (more: Partial<Reservation> = {}): Reservation => ({
  id: 1,
  idToken: RFID,
  expiresMs: 0,
  ...more,
});

Deno.test("a request becomes a reservation, with its time as an instant", () => {
  const request = {
    id: 3,
    idToken: RFID,
    groupIdToken: GROUP,
    evseId: 2,
    connectorType: "cCCS2",
    expiryDateTime: "2026-01-15T12:00:00+02:00",
  } as const;
  assert.deepEqual(reservationOf(request), {
    id: 3,
    idToken: RFID,
    groupIdToken: GROUP,
    evseId: 2,
    connectorType: "cCCS2",
    expiresMs: Date.parse("2026-01-15T10:00:00Z"),
  });
  assert.deepEqual(
    Object.keys(reservationOf({ id: 1, idToken: RFID, expiryDateTime: "2026-01-15T10:00:00Z" })),
    [
      "id",
      "idToken",
      "expiresMs",
    ],
  );
});

for (
  const [what, wanted, targets] of [
    ["nothing in particular", {}, ["1.1", "1.2", "2.1", "3.1"]],
    ["an EVSE", { evseId: evseId(1) }, ["1.1", "1.2"]],
    ["a type; who does not tell its type may have it", { connectorType: "cCCS2" }, ["1.2", "2.1", "3.1"]],
    ["a type at an EVSE", { evseId: evseId(1), connectorType: "cType2" }, ["1.1"]],
    ["a type that the EVSE lacks", { evseId: evseId(2), connectorType: "cType2" }, []],
    ["the type Unknown, which means any", { evseId: evseId(2), connectorType: "Unknown" }, ["2.1"]],
    ["an EVSE that is not there", { evseId: evseId(4) }, []],
  ] as const
) {
  Deno.test(`connectors that ${what} targets`, () => {
    const found = targetsOf(wanted, LAYOUT)
      .flatMap(({ id, connectors }) => connectors.map((connector) => `${id}.${connector.id}`));
    assert.deepEqual(found, targets);
  });
}

Deno.test("a reservation is for its token, whatever case and type, and for its group (H03.FR.01, H03.FR.04)", () => {
  const grouped = reservation({ groupIdToken: GROUP });
  const other = { idToken: "other", type: "ISO14443" } as const;
  assert(isFor(grouped, { idToken: "RFID1", type: "Local" }, undefined));
  assert(isFor(grouped, other, { idToken: "g", type: "Central" }));
  assert(!isFor(grouped, other, undefined));
  assert(!isFor(grouped, other, other));
  assert(!isFor(reservation(), other, GROUP));
  // A group is no token.
  assert(!isFor(grouped, GROUP, undefined));
});

Deno.test("of several the reservation of the very EVSE is redeemed, wherever it stands (H03.FR.02, H03.FR.03)", () => {
  const any = reservation({ id: 1 });
  const here = reservation({ id: 2, evseId: evseId(2) });
  const elsewhere = reservation({ id: 3, evseId: evseId(1) });
  const type = reservation({ id: 4, connectorType: "cType2" });
  const redeemed = (...among: Reservation[]) => redeemableAt(evseId(2), { idToken: RFID }, among, LAYOUT)?.id;
  assert.equal(redeemed(any, here, elsewhere), 2);
  assert.equal(redeemed(elsewhere, type, any), 1);
  assert.equal(redeemed(elsewhere, type), undefined);
});

Deno.test("what is redeemed is always for the token or its group, and for the EVSE (H03.FR.05, H03.FR.06)", () => {
  const token = fc.constantFrom("a", "A", "b").map((idToken) => ({ idToken, type: "Central" as const }));
  const any = fc.record({
    id: fc.nat(),
    idToken: token,
    groupIdToken: token,
    evseId: fc.integer({ min: 1, max: 3 }).map(evseId),
    connectorType: fc.constantFrom("cType2" as const, "cCCS2" as const),
    expiresMs: fc.nat(),
  }, { requiredKeys: ["id", "idToken", "expiresMs"] });
  const tokens = fc.record({ idToken: token, groupIdToken: token }, { requiredKeys: ["idToken"] });
  const evse = fc.integer({ min: 1, max: 3 }).map(evseId);
  fc.assert(fc.property(fc.array(any), tokens, evse, (reservations, shown, at) => {
    const fits = (each: Reservation) =>
      isFor(each, shown.idToken, shown.groupIdToken) &&
      targetsOf(each, LAYOUT).some(({ id }) => id === at);
    const found = redeemableAt(at, shown, reservations, LAYOUT);
    assert.equal(found !== undefined, reservations.some(fits));
    if (found) assert(fits(found));
  }));
});
