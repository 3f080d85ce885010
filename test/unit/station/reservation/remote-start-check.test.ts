import assert from "node:assert/strict";
import { connectorId, evseId } from "../../../../src/kernel/ids.ts";
import {
  isReservedForOthers,
  type RemoteStartQuestion,
} from "../../../../src/station/reservation/remote-start-check.ts";
import type { Reservation } from "../../../../src/station/reservation/reservation.ts";

const ANN = { idToken: "ann", type: "Central" } as const;
const BOB = { idToken: "bob", type: "Central" } as const;
const GROUP = { idToken: "family", type: "Central" } as const;
const reserved = (more: Partial<Reservation> = {}): Reservation => ({
  id: 1,
  idToken: ANN,
  evseId: evseId(1),
  expiresMs: 0,
  ...more,
});
const { evseId: _, ...ANYWHERE } = reserved();

function ask(reservations: readonly Reservation[], more: Partial<RemoteStartQuestion> = {}): string {
  return isReservedForOthers({
    evse: { id: evseId(1), connectors: [{ id: connectorId(1), type: "cType2" }] },
    idToken: BOB,
    groupIdToken: undefined,
    group: "mayBeAskedFor",
    statuses: ["Reserved"],
    ...more,
  }, reservations);
}

Deno.test("a reserved EVSE is for its token only, whatever its connectors say (F01.FR.21)", () => {
  assert.equal(ask([reserved()]), "yes");
  assert.equal(ask([reserved()], { statuses: ["Available"] }), "yes");
  assert.equal(ask([reserved()], { idToken: ANN }), "no");
});

Deno.test("and for its group: one that is not given may still be asked for (F01.FR.22, H03.FR.08)", () => {
  const grouped = [reserved({ groupIdToken: GROUP })];
  assert.equal(ask(grouped, { groupIdToken: GROUP }), "no");
  assert.equal(ask(grouped, { groupIdToken: BOB }), "yes");
  assert.equal(ask(grouped), "no");
  assert.equal(ask(grouped, { group: "asGiven" }), "yes");
});

Deno.test("an EVSE that nobody reserved is free, also when others are reserved", () => {
  assert.equal(ask([reserved({ evseId: evseId(2) })], { statuses: ["Available"] }), "no");
  assert.equal(ask([ANYWHERE], { statuses: ["Available"] }), "no");
});

Deno.test("the last EVSE is for those who reserved any (H01.FR.07, H01.FR.09)", () => {
  assert.equal(ask([ANYWHERE]), "yes");
  assert.equal(ask([ANYWHERE, { ...ANYWHERE, id: 2, idToken: BOB }]), "no");
  assert.equal(ask([{ ...ANYWHERE, connectorType: "cType2" }]), "yes");
});

Deno.test("who reserved it without us is to be asked", () => {
  assert.equal(ask([]), "unknown");
  assert.equal(ask([{ ...ANYWHERE, connectorType: "cCCS2" }]), "unknown");
});
