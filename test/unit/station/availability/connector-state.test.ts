import assert from "node:assert/strict";
import fc from "fast-check";
import { connectorId, evseId } from "../../../../src/kernel/ids.ts";
import {
  afterAnswer,
  afterEventOnOtherConnector,
  afterEvseEvent,
  type ConnectorState,
  IDLE_CONNECTOR,
  statusOf,
  withFault,
  withOperational,
  withoutFault,
  withSchedule,
} from "../../../../src/station/availability/connector-state.ts";
import type { EvseEvent } from "../../../../src/station/evse-event.ts";

const BASE = { evseId: evseId(1), connectorId: connectorId(1), sessionId: "s", timestampMs: 0 };
const PLUG: EvseEvent = { ...BASE, kind: "SessionStarted", reason: "EVConnected" };
const SWIPE: EvseEvent = { ...BASE, kind: "SessionStarted", reason: "Authorized" };
const BEGIN: EvseEvent = { ...BASE, kind: "TransactionStarted" };
const END: EvseEvent = { ...BASE, kind: "TransactionFinished", reason: "Local" };
const UNPLUGGED_END: EvseEvent = { ...BASE, kind: "TransactionFinished", reason: "EVDisconnected" };
const CHARGE: EvseEvent = { ...BASE, kind: "ChargingStarted" };
const PAUSE: EvseEvent = { ...BASE, kind: "ChargingPausedEV" };
const UNPLUG: EvseEvent = { ...BASE, kind: "SessionFinished" };
const RESERVE: EvseEvent = { ...BASE, kind: "ReservationStart" };
const UNRESERVE: EvseEvent = { ...BASE, kind: "ReservationEnd" };
const DISABLE: EvseEvent = { ...BASE, kind: "Disabled", allConnectors: false };
const ENABLE: EvseEvent = { ...BASE, kind: "Enabled", allConnectors: false };

function after(...events: readonly EvseEvent[]): ConnectorState {
  return events.reduce(afterEvseEvent, IDLE_CONNECTOR);
}

const TABLE: readonly (readonly [what: string, events: readonly EvseEvent[], status: string])[] = [
  ["plugging in occupies (G01.FR.03)", [PLUG], "Occupied"],
  ["unplugging frees (G01.FR.04)", [PLUG, UNPLUG], "Available"],
  ["a token before the cable occupies nothing", [SWIPE], "Available"],
  ["the cable after the token occupies", [SWIPE, BEGIN], "Occupied"],
  ["the end of the transaction leaves the cable in", [PLUG, BEGIN, END], "Occupied"],
  ["a token that nobody used ends without a trace", [SWIPE, UNPLUG], "Available"],
  ["a reservation shows", [RESERVE], "Reserved"],
  ["a cable on a reserved connector does not change it (G01.FR.09)", [RESERVE, PLUG], "Reserved"],
  ["the reserving token occupies (G01.FR.06)", [RESERVE, PLUG, BEGIN], "Occupied"],
  ["the reserving token before the cable ends the reservation (H03.FR.10)", [RESERVE, SWIPE], "Available"],
  ["and whoever plugs in then occupies", [RESERVE, SWIPE, PLUG], "Occupied"],
  ["a used reservation is over when the cable is out", [RESERVE, PLUG, BEGIN, END, UNPLUG], "Available"],
  ["an unused reservation that ends shows the cable", [RESERVE, PLUG, UNRESERVE], "Occupied"],
  ["unplugging leaves the reservation", [RESERVE, PLUG, UNPLUG], "Reserved"],
  ["a reservation on an occupied connector shows when it is free", [PLUG, RESERVE, UNPLUG], "Reserved"],
  ["energy shows a cable that went unseen (E02.FR.05)", [CHARGE], "Occupied"],
  ["so does a pause", [PAUSE], "Occupied"],
  ["so does the end of a transaction", [END], "Occupied"],
  ["unless that end is the unplugging", [UNPLUGGED_END], "Available"],
  ["energy shows that a reservation was used unseen (H03.FR.09)", [RESERVE, PLUG, CHARGE], "Occupied"],
  ["and it is over when the cable is out", [RESERVE, PLUG, CHARGE, END, UNPLUG], "Available"],
  ["a used reservation is over with the unplugging", [RESERVE, PLUG, UNPLUGGED_END, UNPLUG], "Available"],
  ["energy leaves a reservation of a connector in use", [PLUG, BEGIN, RESERVE, CHARGE, UNPLUG], "Reserved"],
  ["disabled outranks the cable", [PLUG, DISABLE], "Unavailable"],
  ["no transient Available when a disabled connector is unplugged", [PLUG, DISABLE, UNPLUG], "Unavailable"],
  ["enabling shows what is underneath", [PLUG, DISABLE, ENABLE], "Occupied"],
];
for (const [what, events, status] of TABLE) {
  Deno.test(`connector status: ${what}`, () => assert.equal(statusOf(after(...events)), status));
}

Deno.test("connector status: a fault outranks everything and goes without a trace", () => {
  const plugged = after(DISABLE, PLUG);
  const faulted = withFault(withFault(plugged, "a"), "b");
  assert.equal(statusOf(faulted), "Faulted");
  assert.equal(statusOf(withoutFault(faulted, "a")), "Faulted");
  assert.deepEqual(withoutFault(withoutFault(faulted, "a"), "b"), plugged);
});

Deno.test("connector status: the same fault raised twice is cleared once", () => {
  assert.equal(statusOf(withoutFault(withFault(withFault(IDLE_CONNECTOR, "a"), "a"), "a")), "Available");
});

Deno.test("connector status: after unplug, unreserve and enable it is Available, whatever came before", () => {
  const any = fc.array(fc.constantFrom(PLUG, SWIPE, BEGIN, END, UNPLUG, RESERVE, UNRESERVE, DISABLE, ENABLE));
  fc.assert(fc.property(any, (events) => {
    assert.equal(statusOf(after(...events, UNPLUG, UNRESERVE, ENABLE)), "Available");
  }));
});

Deno.test("connector status: the EVSE's answer to a command counts, whatever it was told", () => {
  const told = { ...IDLE_CONNECTOR, inoperative: true };
  assert.equal(statusOf(told), "Unavailable");
  assert.equal(statusOf(afterAnswer(told, "enabled")), "Available");
  assert.equal(statusOf(afterAnswer(told, "disabled")), "Unavailable");
  assert.equal(statusOf(afterAnswer(IDLE_CONNECTOR, "disabled")), "Unavailable");
  assert.equal(statusOf(afterAnswer(afterAnswer(IDLE_CONNECTOR, "disabled"), "enabled")), "Available");
});

Deno.test("connector status: scheduled to go out of use it becomes Unavailable with the unplug, not before (G01.FR.05)", () => {
  const scheduled = withSchedule(after(PLUG), "scheduled");
  assert.equal(statusOf(scheduled), "Occupied");
  const left = withSchedule(afterEvseEvent(scheduled, UNPLUG), "scheduled");
  assert.equal(statusOf(left), "Unavailable");
  assert.equal(statusOf(withSchedule(left, "none")), "Available");
  assert.equal(statusOf(withOperational(left, "Inoperative")), "Unavailable");
  assert.equal(statusOf(withOperational(withOperational(left, "Inoperative"), "Operative")), "Available");
});

Deno.test("connector status: whoever begins at one connector has redeemed the reservation of the EVSE (H03.FR.09)", () => {
  const reserved = after(RESERVE);
  assert.equal(statusOf(afterEventOnOtherConnector(reserved, PLUG)), "Reserved");
  assert.equal(statusOf(afterEventOnOtherConnector(reserved, END)), "Reserved");
  assert.equal(statusOf(afterEventOnOtherConnector(reserved, SWIPE)), "Available");
  assert.equal(statusOf(afterEventOnOtherConnector(reserved, BEGIN)), "Available");
  assert.equal(statusOf(afterEventOnOtherConnector(reserved, CHARGE)), "Available");
});
