import assert from "node:assert/strict";
import {
  createReservationPort,
  toEverestReservation,
  toReservationUpdate,
} from "../../../src/bridge/reservation-adapter.ts";
import { COMMAND_TIMEOUT_MS } from "../../../src/bridge/command-timeouts.ts";
import type { ReservationClient } from "../../../src/everest/interfaces/reservation.ts";
import {
  type ReservationCheckStatus,
  reservationCheckStatus,
  reservationResult,
  reservationUpdateStatus,
} from "../../../src/everest/interfaces/types/reservation.ts";
import { decode } from "../../../src/everest/codec/mod.ts";
import { evseId } from "../../../src/kernel/ids.ts";
import type { Reservation } from "../../../src/station/reservation/reservation.ts";

const RFID = { idToken: "RFID0001", type: "ISO14443" } as const;
const PLAIN: Reservation = { id: 5, idToken: RFID, expiresMs: Date.parse("2026-11-22T07:07:47.868Z") };

/** The module, answering everything with `value`; undefined: it fails. */
function module(value: unknown) {
  const asked: unknown[] = [];
  const answer = (what: unknown, timeoutMs: unknown) => {
    asked.push(what);
    assert.equal(timeoutMs, COMMAND_TIMEOUT_MS);
    return Promise.resolve(
      value === undefined ? { kind: "failed", reason: "test" } : { kind: "result", value },
    );
  };
  const client = { reserveNow: answer, cancelReservation: answer, existsReservation: answer };
  return { asked, port: createReservationPort(client as unknown as ReservationClient) };
}

Deno.test("a reservation goes out as EVerest's own OCPP module sends it", () => {
  // Recorded: run1, 06:57:47.870.
  assert.deepEqual(toEverestReservation({ ...PLAIN, evseId: evseId(1) }), {
    evse_id: 1,
    expiry_time: "2026-11-22T07:07:47.868Z",
    id_token: "RFID0001",
    reservation_id: 5,
  });
  const group = { idToken: "G", type: "Central" } as const;
  assert.deepEqual(toEverestReservation({ ...PLAIN, groupIdToken: group, connectorType: "sCEE-7-7" }), {
    expiry_time: "2026-11-22T07:07:47.868Z",
    id_token: "RFID0001",
    reservation_id: 5,
    parent_id_token: "G",
    connector_type: "sCEE_7_7",
  });
});

Deno.test("every result of a reservation is a status of OCPP; without one nothing is known", async () => {
  assert(reservationResult.shape.kind === "enum");
  for (const literal of reservationResult.shape.literals) {
    assert.equal(await module(literal).port.reserve(PLAIN), literal);
  }
  assert.equal(await module(undefined).port.reserve(PLAIN), undefined);
});

Deno.test("a cancellation says whether there was anything to cancel", async () => {
  const { port, asked } = module(true);
  assert.equal(await port.cancel(5), true);
  assert.deepEqual(asked, [5]);
  assert.equal(await module(false).port.cancel(5), false);
  assert.equal(await module(undefined).port.cancel(5), undefined);
  // The bus counts in 32 bits: nobody has such a reservation.
  assert.equal(await module(true).port.cancel(2 ** 31), false);
});

Deno.test("an EVSE is for others only when no group can open it", async () => {
  const verdicts: Readonly<Record<ReservationCheckStatus, boolean>> = {
    NotReserved: false,
    ReservedForToken: false,
    ReservedForOtherToken: true,
    ReservedForOtherTokenAndHasParentToken: false,
  };
  assert(reservationCheckStatus.shape.kind === "enum");
  assert.deepEqual(Object.keys(verdicts), [...reservationCheckStatus.shape.literals]);
  for (const [status, verdict] of Object.entries(verdicts)) {
    const { port, asked } = module(status);
    assert.equal(await port.isReservedForOther(evseId(2), RFID, undefined), verdict);
    assert.deepEqual(asked, [{ evse_id: 2, id_token: "RFID0001" }]);
  }
  const { port, asked } = module(undefined);
  const group = { idToken: "G", type: "Central" } as const;
  assert.equal(await port.isReservedForOther(evseId(2), RFID, group), undefined);
  assert.deepEqual(asked, [{ evse_id: 2, id_token: "RFID0001", group_id_token: "G" }]);
});

Deno.test("every update of EVerest is understood", () => {
  for (const status of ["Expired", "Removed", "Placed", "Cancelled", "Used"] as const) {
    const update = decode(reservationUpdateStatus, { reservation_id: 6, reservation_status: status });
    assert(update.kind === "value");
    assert.deepEqual(toReservationUpdate(update.value), { reservationId: 6, status });
  }
});
