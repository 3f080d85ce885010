import assert from "node:assert/strict";
import fc from "fast-check";
import { connectorId, evseId } from "../../../../src/kernel/ids.ts";
import type { ConnectorStatusEnumType } from "../../../../src/ocpp/messages.ts";
import type { EvseLayout } from "../../../../src/station/ports/evse-port.ts";
import type { Reservation } from "../../../../src/station/reservation/reservation.ts";
import { refusalOf, type ReservableStation } from "../../../../src/station/reservation/reserve-now-rules.ts";

const RFID = { idToken: "RFID1", type: "ISO14443" } as const;
const WANTED: Reservation = { id: 7, idToken: RFID, evseId: evseId(1), expiresMs: 1001 };
const ANY: Reservation = { id: 7, idToken: RFID, expiresMs: 1001 };
type Statuses = Readonly<Record<string, ConnectorStatusEnumType>>;

/** EVSE 1 has two connectors, EVSE 2 one. */
function station(more: Partial<ReservableStation> & { statuses?: Statuses } = {}): ReservableStation {
  const layout: readonly EvseLayout[] = [
    {
      id: evseId(1),
      connectors: [{ id: connectorId(1), type: "cType2" }, { id: connectorId(2), type: "cCCS2" }],
    },
    { id: evseId(2), connectors: [{ id: connectorId(1), type: "cType2" }] },
  ];
  return {
    layout,
    enabled: "enabled",
    reserves: "anyEvse",
    nowMs: 1000,
    reservations: [],
    statusOf: (evse, connector) => more.statuses?.[`${evse}.${connector}`] ?? "Available",
    isAuthorized: () => false,
    ...more,
  };
}

function answer(wanted: Reservation, more?: Parameters<typeof station>[0]): string {
  const refusal = refusalOf(wanted, station(more));
  return refusal ? `${refusal.status} ${refusal.statusInfo?.reasonCode}` : "ask";
}

Deno.test("what is free is left to whoever keeps it free (H01.FR.04, H01.FR.06, H01.FR.23)", () => {
  assert.equal(answer(WANTED), "ask");
  assert.equal(answer(ANY), "ask");
  assert.equal(answer({ ...ANY, connectorType: "cCCS2" }), "ask");
});

Deno.test("a station that takes no reservations rejects them, whatever else is wrong (H01.FR.01)", () => {
  assert.equal(answer({ ...WANTED, evseId: evseId(9) }, { enabled: "disabled" }), "Rejected NotEnabled");
});

Deno.test("without an EVSE only where that is supported (H01.FR.18, H01.FR.19)", () => {
  assert.equal(answer(ANY, { reserves: "namedEvses" }), "Rejected MissingParam");
  assert.equal(
    answer({ ...ANY, connectorType: "cCCS2" }, { reserves: "namedEvses" }),
    "Rejected MissingParam",
  );
  assert.equal(answer(WANTED, { reserves: "namedEvses" }), "ask");
});

for (
  const [what, wanted, expected] of [
    ["time that is over", { ...WANTED, expiresMs: 1000 }, "Rejected InvalidValue"],
    ["time that is none", { ...WANTED, expiresMs: NaN }, "Rejected InvalidValue"],
    ["EVSE that is not there", { ...WANTED, evseId: evseId(3) }, "Rejected UnknownEvse"],
    ["EVSE 0", { ...WANTED, evseId: evseId(0) }, "Rejected UnknownEvse"],
    ["type that nobody has", { ...ANY, connectorType: "Pan" }, "Rejected UnknownConnectorType"],
    [
      "type that the EVSE lacks",
      { ...ANY, evseId: evseId(2), connectorType: "cCCS2" },
      "Rejected UnknownConnectorType",
    ],
    ["id beyond 32 bits", { ...WANTED, id: 2 ** 31 }, "Rejected ValueOutOfRange"],
    ["largest id", { ...WANTED, id: 2 ** 31 - 1 }, "ask"],
    ["smallest id", { ...WANTED, id: -(2 ** 31) }, "ask"],
    ["id below 32 bits", { ...WANTED, id: -(2 ** 31) - 1 }, "Rejected ValueOutOfRange"],
  ] as const
) {
  Deno.test(`reservation with: ${what}`, () => assert.equal(answer(wanted), expected));
}

for (
  const [what, statuses, wanted, expected] of [
    ["a connector in use makes the EVSE Occupied", { "1.1": "Occupied" }, WANTED, "Occupied"],
    [
      "also when another type is wanted",
      { "1.1": "Occupied" },
      { ...WANTED, connectorType: "cCCS2" },
      "Occupied",
    ],
    ["a Reserved EVSE is Occupied", { "1.1": "Reserved", "1.2": "Reserved" }, WANTED, "Occupied"],
    ["all connectors Faulted", { "1.1": "Faulted", "1.2": "Faulted" }, WANTED, "Faulted"],
    ["the wanted connector Faulted", { "1.2": "Faulted" }, { ...WANTED, connectorType: "cCCS2" }, "Faulted"],
    ["one of two connectors is left", { "1.1": "Faulted" }, WANTED, "ask"],
    ["all connectors Unavailable", { "1.1": "Unavailable", "1.2": "Unavailable" }, WANTED, "Unavailable"],
    ["another EVSE is free", { "2.1": "Occupied" }, ANY, "ask"],
    ["in use here, out of use there", { "1.1": "Occupied", "2.1": "Unavailable" }, ANY, "Occupied"],
    ["in use here, broken there", { "1.1": "Occupied", "2.1": "Faulted" }, ANY, "Occupied"],
    ["out of use both", { "1.1": "Unavailable", "1.2": "Unavailable", "2.1": "Faulted" }, ANY, "Faulted"],
  ] as const
) {
  Deno.test(`H01.FR.11, H01.FR.12, H01.FR.14: ${what}`, () =>
    assert.equal(answer(wanted, { statuses }), expected === "ask" ? "ask" : `${expected} Unspecified`));
}

Deno.test("an EVSE at which somebody has shown a token is taken", () => {
  assert.equal(answer(WANTED, { isAuthorized: (evse) => evse === 1 }), "Occupied Unspecified");
  assert.equal(answer(ANY, { isAuthorized: (evse) => evse === 1 }), "ask");
});

Deno.test("a reservation does not stand in the way of what replaces it (H01.FR.02)", () => {
  const statuses: Statuses = { "1.1": "Reserved", "1.2": "Reserved" };
  assert.equal(answer(WANTED, { statuses, reservations: [WANTED] }), "ask");
  assert.equal(answer(WANTED, { statuses, reservations: [ANY] }), "ask");
  const other = { ...WANTED, id: 8 };
  assert.equal(answer(WANTED, { statuses, reservations: [other] }), "Occupied Unspecified");
  // Whatever the EVSE says of itself.
  assert.equal(answer(WANTED, { reservations: [other] }), "Occupied Unspecified");
  assert.equal(answer(ANY, { reservations: [other] }), "ask");
});

Deno.test("a refusal names what keeps all EVSEs from being reserved, and nothing is refused that has a free one", () => {
  const status = fc.constantFrom<ConnectorStatusEnumType>(
    "Available",
    "Occupied",
    "Reserved",
    "Unavailable",
    "Faulted",
  );
  const statuses = fc.record({ "1.1": status, "1.2": status, "2.1": status });
  fc.assert(fc.property(statuses, (statuses) => {
    const refusal = refusalOf(ANY, station({ statuses }));
    const free = statuses["2.1"] === "Available" ||
      (statuses["1.1"] !== "Occupied" && statuses["1.2"] !== "Occupied" &&
        [statuses["1.1"], statuses["1.2"]].includes("Available"));
    assert.equal(refusal === undefined, free);
    if (!refusal) return;
    const all = Object.values(statuses);
    const taken = all.includes("Occupied") || all.includes("Reserved");
    if (refusal.status === "Occupied") assert(taken);
    else assert(all.includes(refusal.status as ConnectorStatusEnumType));
  }));
});
