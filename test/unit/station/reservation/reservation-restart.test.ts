import assert from "node:assert/strict";
import { connectorId } from "../../../../src/kernel/ids.ts";
import { RESTORE_ATTEMPTS } from "../../../../src/station/reservation/reservation-restore.ts";
import { settled } from "../fake-csms.ts";
import { ONE, reservationBench, storedReservation, TWO } from "./reservation-bench.ts";

const AT_ONE = { evseId: ONE, connectorId: connectorId(1), sessionId: "", timestampMs: 0 } as const;
const { evseId: _, ...ANYWHERE } = storedReservation(2);

Deno.test("after a reboot reservations are shown at once and made again (B01.FR.13, B11.FR.05)", async () => {
  const bench = reservationBench({ stored: [storedReservation(1), ANYWHERE], reservedEvses: [TWO] });
  bench.block.started("station");
  await settled();
  assert.deepEqual(bench.done(), ["EVSE 1 reserved", "reserve 1 at 1", "reserve 2 at any"]);
  assert.deepEqual([...bench.stored.keys()], [1, 2]);
  // Those for any EVSE are counted anew by whoever keeps them.
  assert.deepEqual([...bench.reservedEvses], []);
  // As ever after.
  await bench.update(1, "Expired");
  assert.deepEqual(bench.done(), ["tell 1 Expired", "EVSE 1 free", "freed"]);
});

Deno.test("a module that does not know its EVSEs yet is asked again, but not for ever", async () => {
  const bench = reservationBench({ stored: [storedReservation(1)] });
  bench.world.answers.push("Rejected", undefined);
  bench.block.started("station");
  await settled();
  await bench.pass(10_000);
  await bench.pass(10_000);
  assert.deepEqual(bench.done(), ["EVSE 1 reserved", ...Array(3).fill("reserve 1 at 1")]);
  await bench.pass(60_000);
  assert.deepEqual(bench.done(), []);

  const hopeless = reservationBench({ stored: [storedReservation(1)] });
  hopeless.world.answers.push(...Array(RESTORE_ATTEMPTS).fill("Rejected"));
  hopeless.block.started("station");
  for (let attempt = 1; attempt <= RESTORE_ATTEMPTS; attempt++) await hopeless.pass(10_000);
  assert.deepEqual(hopeless.done(), [
    "EVSE 1 reserved",
    ...Array(RESTORE_ATTEMPTS).fill("reserve 1 at 1"),
    "tell 1 Removed",
    "EVSE 1 free",
    "freed",
  ]);
});

Deno.test("a module that is silent is asked once at a time, so that the CSMS gets its answers", async () => {
  const bench = reservationBench({ stored: [storedReservation(1), ANYWHERE] });
  bench.world.answers.push(undefined);
  bench.block.started("station");
  await settled();
  assert.deepEqual(bench.done(), ["EVSE 1 reserved", "reserve 1 at 1"]);
  await bench.pass(10_000);
  assert.deepEqual(bench.done(), ["reserve 1 at 1", "reserve 2 at any"]);
  assert.deepEqual([...bench.stored.keys()], [1, 2]);
});

for (const status of ["Occupied", "Faulted", "Unavailable"] as const) {
  Deno.test(`an EVSE that is ${status} after the reboot has lost its reservation, and the CSMS is told`, async () => {
    const bench = reservationBench({ stored: [storedReservation(1)] });
    bench.world.answers.push(status);
    bench.block.started("station");
    await settled();
    assert.deepEqual(bench.done(), [
      "EVSE 1 reserved",
      "reserve 1 at 1",
      "tell 1 Removed",
      "EVSE 1 free",
      "freed",
    ]);
    assert.equal(bench.stored.size, 0);
  });
}

Deno.test("what was cancelled or redeemed meanwhile is not made again", async () => {
  const bench = reservationBench({ stored: [storedReservation(1)] });
  bench.world.answers.push("Rejected");
  bench.block.started("station");
  await settled();
  bench.world.cancels.push(false);
  assert.equal((await bench.cancel(1)).status, "Accepted");
  await bench.pass(60_000);
  assert.deepEqual(bench.done(), ["EVSE 1 reserved", "reserve 1 at 1", "cancel 1", "EVSE 1 free", "freed"]);
});

Deno.test("what the CSMS reserves anew meanwhile is known to its EVSE, which tells the end itself", async () => {
  const bench = reservationBench({ stored: [storedReservation(1)] });
  bench.world.answers.push("Rejected");
  bench.block.started("station");
  await settled();
  assert.equal((await bench.ask(1)).status, "Accepted");
  bench.done();
  assert.equal((await bench.cancel(1)).status, "Accepted");
  assert.deepEqual(bench.done(), ["cancel 1", "freed"]);
});

Deno.test("who redeems a reservation while it is being made again has redeemed it, whatever the answer", async () => {
  const begins = {
    ...AT_ONE,
    kind: "TransactionStarted",
    token: { idToken: storedReservation(1).idToken, fromCsms: false },
  } as const;
  const first = reservationBench({ stored: [storedReservation(1)] });
  let answer: (status: "Occupied") => void = () => {};
  first.world.answers.push(new Promise((resolve) => answer = resolve));
  first.block.started("station");
  await settled();
  first.block.redeem(begins);
  answer("Occupied");
  await settled();
  assert.deepEqual(first.done(), ["EVSE 1 reserved", "reserve 1 at 1", "EVSE 1 free"]);

  // Refused in the last round, and redeemed before that is over.
  const second = reservationBench({ stored: [storedReservation(1), ANYWHERE] });
  for (let round = 1; round < RESTORE_ATTEMPTS; round++) second.world.answers.push("Rejected", "Rejected");
  let answerLast: (status: "Accepted") => void = () => {};
  second.world.answers.push("Rejected", new Promise((resolve) => answerLast = resolve));
  second.block.started("station");
  for (let round = 1; round <= RESTORE_ATTEMPTS; round++) await second.pass(10_000);
  second.done();
  second.block.redeem(begins);
  answerLast("Accepted");
  await settled();
  assert.deepEqual(second.done(), ["EVSE 1 free"]);
});

Deno.test("what ran out while nobody looked is told at the start (H04.FR.01)", async () => {
  for (const what of ["station", "processOnly"] as const) {
    const bench = reservationBench({ stored: [storedReservation(1, { expiresMs: 1 })] });
    bench.block.started(what);
    await settled();
    assert.deepEqual(bench.done(), ["tell 1 Expired", "EVSE 1 free", "freed", "cancel 1"]);
  }
});

Deno.test("when only our process was away, everybody still knows; EVSEs show what they said before", async () => {
  const bench = reservationBench({ stored: [storedReservation(1)], reservedEvses: [ONE, TWO] });
  bench.block.started("processOnly");
  await settled();
  assert.deepEqual(bench.done(), ["EVSE 1 reserved", "EVSE 2 reserved"]);
});

Deno.test("which EVSEs are reserved is remembered as they say it, and as they do not (H03.FR.09)", () => {
  const { block, reservedEvses } = reservationBench();
  const start = { ...AT_ONE, kind: "ReservationStart" } as const;
  const ends = [
    { ...AT_ONE, kind: "ReservationEnd" },
    { ...AT_ONE, kind: "TransactionStarted" },
    { ...AT_ONE, kind: "SessionStarted", reason: "Authorized" },
  ] as const;
  for (const end of ends) {
    block.redeem(start);
    block.redeem({ ...AT_ONE, kind: "SessionStarted", reason: "EVConnected" });
    assert.deepEqual([...reservedEvses], [1]);
    block.redeem(end);
    assert.deepEqual([...reservedEvses], []);
  }
});

Deno.test("when nobody takes reservations any more, those that are open are over", async () => {
  const bench = reservationBench({ stored: [storedReservation(1)], port: "absent" });
  bench.block.started("station");
  await settled();
  assert.deepEqual(bench.done(), ["tell 1 Removed", "EVSE 1 free", "freed"]);
  assert.equal(bench.stored.size, 0);
});

Deno.test("when the process ends nothing expires and nobody is asked again", async () => {
  const bench = reservationBench({ stored: [storedReservation(1)] });
  bench.world.answers.push("Rejected");
  bench.block.started("station");
  await settled();
  bench.done();
  bench.block.stop();
  assert.deepEqual(bench.clock.pending(), []);
  // What was on its way when it ended sets no alarm either.
  await bench.ask(2);
  assert.deepEqual(bench.clock.pending(), []);
});
