import assert from "node:assert/strict";
import fc from "fast-check";
import { toTimestamp } from "../../../../src/kernel/clock.ts";
import { connectorId } from "../../../../src/kernel/ids.ts";
import { MAX_ENDED_RESERVATIONS, MAX_RESERVATIONS } from "../../../../src/kernel/limits.ts";
import type { EvseEvent } from "../../../../src/station/evse-event.ts";
import { LATE_WRITE_TIMER } from "../../../../src/station/reservation/reservation-block.ts";
import { EXPIRY_GRACE_MS } from "../../../../src/station/reservation/open-reservations.ts";
import { settled } from "../fake-csms.ts";
import { ONE, OTHER, reservationBench, RFID, TWO } from "./reservation-bench.ts";

const AVAILABLE = "ReservationCtrlr.Available";
const AT_ONE = { evseId: ONE, connectorId: connectorId(1), sessionId: "s", timestampMs: 0 } as const;
const begins = (idToken: typeof RFID | typeof OTHER): EvseEvent => ({
  ...AT_ONE,
  kind: "TransactionStarted",
  token: { idToken, fromCsms: false },
});

Deno.test("whether the station takes reservations is up to the bus, unless its maker wants none", () => {
  const available = (options: Parameters<typeof reservationBench>[0]) =>
    reservationBench(options).deviceModel.values.get(AVAILABLE);
  assert.equal(available({}), "true");
  assert.equal(available({ variables: { [AVAILABLE]: "true" } }), "true");
  assert.equal(available({ variables: { [AVAILABLE]: "false" } }), "false");
  assert.equal(available({ port: "absent" }), "false");
});

for (
  const [what, options] of [
    ["no module", { port: "absent" }],
    ["no wish", { variables: { [AVAILABLE]: "false" } }],
  ] as const
) {
  Deno.test(`with ${what} to take reservations they are rejected, and none is there to cancel (H01.FR.01, H02.FR.01)`, async () => {
    const { ask, cancel, done, block } = reservationBench(options);
    const unsupported = "UnsupportedRequest";
    const answers = [await ask(1), await ask(2, "any"), await cancel(1)];
    for (const { status, statusInfo } of answers) {
      assert.equal(status, "Rejected");
      assert.equal(statusInfo?.reasonCode, unsupported);
    }
    assert.equal(await block.isReservedForOther(ONE, RFID, undefined), false);
    assert.equal(block.awaitsDriver(), false);
    assert.deepEqual(done(), []);
  });
}

Deno.test("a reservation is made by the module and kept on disk until it is over", async () => {
  const { ask, done, stored, block } = reservationBench();
  assert.deepEqual(await ask(1), { status: "Accepted" });
  assert.deepEqual(done(), ["reserve 1 at 1"]);
  assert.equal(stored.get(1)?.evseId, 1);
  assert.deepEqual([block.awaitsDriver(), block.awaitsDriver(ONE), block.awaitsDriver(TWO)], [
    true,
    true,
    false,
  ]);
  const corrected = block.redeem(begins(RFID));
  assert.equal("reservationId" in corrected && corrected.reservationId, 1);
  assert.equal(stored.size, 0);
  assert.equal(block.awaitsDriver(), false);
  // Whoever redeemed it is still there.
  assert.deepEqual(done(), []);
  block.redeem({ ...AT_ONE, kind: "SessionFinished" });
  assert.deepEqual(done(), ["freed"]);
});

Deno.test("what is accepted is on disk before the CSMS hears so", async () => {
  const { ask, cancel, world } = reservationBench();
  let answered = "";
  for (const request of [() => ask(1), () => cancel(1)]) {
    let written = () => {};
    world.disk = new Promise<void>((resolve) => written = resolve);
    const asked = request().then(({ status }) => void (answered = status));
    await settled();
    assert.equal(answered, "");
    written();
    await asked;
    assert.equal(answered, "Accepted");
    answered = "";
  }
});

Deno.test("a reservation that the disk refuses is taken back, and one that it should replace is made again", async () => {
  const { ask, block, world, done, update, stored } = reservationBench();
  await ask(1);
  done();
  world.diskState = "refuses";
  for (const [id, evse] of [[1, TWO], [2, TWO]] as const) {
    const { status, statusInfo } = await ask(id, evse);
    assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "InternalError"]);
  }
  assert.deepEqual(done(), [
    ...["cancel 1", "reserve 1 at 2", "cancel 1", "reserve 1 at 1"],
    ...["reserve 2 at 2", "cancel 2"],
  ]);
  assert.deepEqual([block.awaitsDriver(ONE), block.awaitsDriver(TWO)], [true, false]);
  assert.deepEqual([...stored.keys()], [1]);
  // The end of what was taken back is no news.
  await update(2, "Removed");
  assert.deepEqual(done(), []);
});

Deno.test("the end of a reservation that the disk refuses is written as soon as it takes it", async () => {
  const { ask, cancel, block, world, clock, stored, reservedEvses } = reservationBench({
    reservedEvses: [ONE],
  });
  await ask(1);
  world.diskState = "refuses";
  assert.equal((await cancel(1)).status, "Accepted");
  block.redeem({ ...AT_ONE, kind: "ReservationEnd" });
  await settled();
  await clock.fire(LATE_WRITE_TIMER);
  assert.deepEqual([stored.size, reservedEvses.size], [1, 1]);
  world.diskState = "takes";
  await clock.fire(LATE_WRITE_TIMER);
  assert.deepEqual([stored.size, reservedEvses.size, clock.pending()], [0, 0, []]);
});

Deno.test("at the end of the process the disk gets a last chance", async () => {
  const { ask, cancel, block, world, clock, stored } = reservationBench();
  await ask(1);
  world.diskState = "refuses";
  await cancel(1);
  world.diskState = "takes";
  block.stop();
  assert.deepEqual([stored.size, clock.pending()], [0, []]);
});

Deno.test("a reservation made anew is not removed by the late end of the one before", async () => {
  const { ask, cancel, world, clock, stored } = reservationBench();
  await ask(1);
  world.diskState = "refuses";
  await cancel(1);
  world.diskState = "takes";
  await ask(1);
  await clock.fire(LATE_WRITE_TIMER);
  assert.deepEqual([...stored.keys()], [1]);
});

Deno.test("a driver who has shown the token is waited for until the cable is in, or until giving up", () => {
  const { block, done } = reservationBench();
  const shows: EvseEvent = {
    ...AT_ONE,
    kind: "SessionStarted",
    reason: "Authorized",
    token: { idToken: RFID, fromCsms: false },
  };
  const awaited = () => [block.awaitsDriver(), block.awaitsDriver(ONE), block.awaitsDriver(TWO)];
  const ends = [
    () => block.redeem({ ...AT_ONE, kind: "SessionFinished" }),
    () => block.redeem(begins(RFID)),
    () => block.evseRestarted(ONE),
  ];
  for (const end of ends) {
    block.redeem(shows);
    assert.deepEqual(awaited(), [true, true, false]);
    end();
    assert.deepEqual(awaited(), [false, false, false]);
  }
  assert.deepEqual(done(), ["freed"]);
});

Deno.test("an EVSE of which only the end of the reserved driver's charge is seen is not reserved any more", async () => {
  const { ask, block, reservedEvses, stored } = reservationBench({ reservedEvses: [ONE] });
  await ask(1);
  block.redeem({ ...AT_ONE, kind: "TransactionFinished", reason: "Local" });
  await settled();
  assert.deepEqual([[...reservedEvses], stored.size], [[], 0]);
});

Deno.test("the module's refusal is the station's, and nothing is kept", async () => {
  for (const status of ["Occupied", "Faulted", "Unavailable", "Rejected"] as const) {
    const { ask, done, stored, world } = reservationBench();
    world.answers.push(status);
    assert.equal((await ask(1)).status, status);
    assert.deepEqual(done(), ["reserve 1 at 1"]);
    assert.equal(stored.size, 0);
  }
});

Deno.test("without an answer it is rejected, and taken back in case it was made", async () => {
  const { ask, done, world } = reservationBench();
  world.answers.push(undefined);
  const { status, statusInfo } = await ask(1);
  assert.equal(status, "Rejected");
  assert.equal(statusInfo?.reasonCode, "InternalError");
  assert.deepEqual(done(), ["reserve 1 at 1", "cancel 1"]);
});

Deno.test("the same id replaces; where the EVSE changes, the former one is freed first (H01.FR.02)", async () => {
  const { ask, done, stored } = reservationBench();
  await ask(1);
  await ask(1, ONE, { idToken: OTHER });
  assert.deepEqual(done(), ["reserve 1 at 1", "reserve 1 at 1"]);
  assert.deepEqual(stored.get(1)?.idToken, OTHER);
  await ask(1, TWO);
  assert.deepEqual(done(), ["cancel 1", "reserve 1 at 2"]);
  await ask(1, "any");
  assert.deepEqual(done(), ["cancel 1", "reserve 1 at any"]);
  assert.equal(stored.size, 1);
});

Deno.test("what cannot be replaced is made again; when that fails too, the CSMS is told", async () => {
  const { ask, done, stored, world } = reservationBench();
  await ask(1);
  done();
  world.answers.push("Occupied");
  assert.equal((await ask(1, ONE, { idToken: OTHER })).status, "Occupied");
  assert.deepEqual(done(), ["reserve 1 at 1", "reserve 1 at 1"]);
  assert.deepEqual(stored.get(1)?.idToken, RFID);
  world.answers.push("Occupied", "Occupied");
  assert.equal((await ask(1, ONE, { idToken: OTHER })).status, "Occupied");
  assert.deepEqual(done(), ["reserve 1 at 1", "reserve 1 at 1", "tell 1 Removed", "EVSE 1 free", "freed"]);
  assert.equal(stored.size, 0);
});

Deno.test("what cannot be replaced is made again also when the answer cannot be sent", async () => {
  const { world, ask, block, clock, done } = reservationBench();
  await ask(1);
  done();
  world.answers.push("Occupied");
  // Nothing follows an answer that is not on the socket.
  await block.handlers.ReserveNow!({
    id: 1,
    idToken: RFID,
    evseId: TWO,
    expiryDateTime: toTimestamp(clock.wallMs() + 60_000),
  });
  await settled();
  assert.deepEqual(done(), ["cancel 1", "reserve 1 at 2", "reserve 1 at 1"]);
});

Deno.test("what H01 refuses does not touch the reservation with the same id", async () => {
  const { ask, done, stored } = reservationBench();
  await ask(1);
  done();
  assert.equal((await ask(1, ONE, { inMs: 0 })).status, "Rejected");
  assert.equal((await ask(1, ONE, { connectorType: "Pan" })).status, "Rejected");
  assert.deepEqual(done(), []);
  assert.equal(stored.size, 1);
});

Deno.test("as many reservations as the limit, and not one more; replacing goes on", async () => {
  const { ask } = reservationBench();
  for (let id = 1; id <= MAX_RESERVATIONS; id++) assert.equal((await ask(id, "any")).status, "Accepted");
  const { status, statusInfo } = await ask(MAX_RESERVATIONS + 1, "any");
  assert.equal(status, "Rejected");
  assert.equal(statusInfo?.reasonCode, "OutOfMemory");
  assert.equal((await ask(1, "any")).status, "Accepted");
});

Deno.test("a reservation is cancelled when the module or we know it (H02.FR.01, H02.FR.02)", async () => {
  const { ask, cancel, world, stored } = reservationBench();
  await ask(1);
  assert.deepEqual(await cancel(1), { status: "Accepted" });
  assert.equal(stored.size, 0);
  world.cancels.push(false);
  assert.equal((await cancel(1)).statusInfo?.reasonCode, "NotFound");
  await ask(2);
  world.cancels.push(false);
  assert.equal((await cancel(2)).status, "Accepted");
  // Not ours, but there.
  assert.equal((await cancel(3)).status, "Accepted");
});

Deno.test("a cancellation that nobody answers is rejected, and the reservation stays", async () => {
  const { ask, cancel, world, stored } = reservationBench();
  await ask(1);
  world.cancels.push(undefined);
  const { status, statusInfo } = await cancel(1);
  assert.equal(status, "Rejected");
  assert.equal(statusInfo?.reasonCode, "InternalError");
  assert.equal(stored.size, 1);
});

Deno.test("of a reservation that the CSMS cancelled nothing is told any more (H02, remark)", async () => {
  const { ask, cancel, update, done, world, block } = reservationBench();
  await ask(1);
  let answer: (found: boolean) => void = () => {};
  world.cancels.push(new Promise((resolve) => answer = resolve));
  const cancelled = cancel(1);
  await settled();
  block.onUpdate({ reservationId: 1, status: "Removed" });
  answer(true);
  assert.equal((await cancelled).status, "Accepted");
  await update(1, "Removed");
  assert.deepEqual(done(), ["reserve 1 at 1", "cancel 1", "freed"]);
  // The id may come again.
  await ask(1);
  await update(1, "Removed");
  assert.deepEqual(done(), ["reserve 1 at 1", "tell 1 Removed", "EVSE 1 free", "freed"]);
});

Deno.test("that the former of a moved reservation is gone is no end of the new one", async () => {
  const { ask, done, world, block, stored } = reservationBench();
  await ask(1);
  let answer: (found: boolean) => void = () => {};
  world.cancels.push(new Promise((resolve) => answer = resolve));
  const moved = ask(1, TWO);
  await settled();
  block.onUpdate({ reservationId: 1, status: "Removed" });
  answer(true);
  assert.equal((await moved).status, "Accepted");
  assert.deepEqual(done(), ["reserve 1 at 1", "cancel 1", "reserve 1 at 2"]);
  assert.equal(stored.get(1)?.evseId, 2);
});

Deno.test("the end that the module tells is told on, once (H04.FR.01, H01.FR.16)", async () => {
  for (const status of ["Expired", "Removed"] as const) {
    const { ask, update, done, stored, clock } = reservationBench();
    await ask(1);
    done();
    await update(1, status);
    await update(1, status);
    await update(1, "Removed");
    assert.deepEqual(done(), [`tell 1 ${status}`, "EVSE 1 free", "freed"]);
    assert.equal(stored.size, 0);
    assert.deepEqual(clock.pending(), []);
  }
});

Deno.test("of a reservation that we do not know an end is told all the same", async () => {
  const { update, done } = reservationBench();
  await update(9, "Expired");
  await update(9, "Removed");
  assert.deepEqual(done(), ["tell 9 Expired (unknown)", "freed"]);
});

Deno.test("what the CSMS need not hear is not told: placed, used, cancelled at the station", async () => {
  const { ask, update, done, stored, pass } = reservationBench();
  await ask(1);
  await ask(2, TWO);
  done();
  await update(1, "Placed");
  await update(1, "Used");
  await update(2, "Cancelled");
  assert.deepEqual([...stored.keys()], [1]);
  // Whoever used it has said so in a transaction, or nobody missed anything.
  await pass(60_000 + EXPIRY_GRACE_MS);
  assert.deepEqual(done(), ["freed", "cancel 1"]);
});

Deno.test("a reservation that is made again after it was used expires as any other", async () => {
  const { ask, update, done, pass } = reservationBench();
  await ask(1);
  await update(1, "Used");
  await ask(1);
  done();
  await pass(60_000 + EXPIRY_GRACE_MS);
  assert.deepEqual(done(), ["tell 1 Expired", "EVSE 1 free", "freed", "cancel 1"]);
});

Deno.test("an end told while the reservation is being made comes after the answer", async () => {
  const { ask, done, world, block, stored } = reservationBench();
  let answer: (status: "Accepted") => void = () => {};
  world.answers.push(new Promise((resolve) => answer = resolve));
  const asked = ask(1);
  await settled();
  block.onUpdate({ reservationId: 1, status: "Removed" });
  await settled();
  assert.deepEqual(done(), ["reserve 1 at 1"]);
  answer("Accepted");
  assert.equal((await asked).status, "Accepted");
  assert.deepEqual(done(), ["tell 1 Removed", "EVSE 1 free", "freed"]);
  assert.equal(stored.size, 0);
});

for (const status of ["Faulted", "Unavailable"] as const) {
  Deno.test(`an EVSE that becomes ${status} loses its reservation, and the CSMS hears of it (H01.FR.16, H01.FR.17)`, async () => {
    const { ask, done, world, block, update, stored } = reservationBench();
    await ask(1);
    await ask(2, "any");
    done();
    block.statusChanged();
    assert.deepEqual(done(), []);
    world.statuses.set(1, status);
    block.statusChanged();
    await settled();
    assert.deepEqual(done(), ["tell 1 Removed", "EVSE 1 free", "freed", "cancel 1"]);
    // The module finds out by itself.
    await update(1, "Removed");
    // One EVSE is left for the other.
    assert.deepEqual([...stored.keys()], [2]);
    world.statuses.set(2, status);
    block.statusChanged();
    await settled();
    assert.deepEqual(done(), ["tell 2 Removed", "freed", "cancel 2"]);
  });
}

Deno.test("an EVSE that fails while it is being reserved loses the reservation after the answer", async () => {
  const { ask, done, world, block } = reservationBench();
  let answer: (status: "Accepted") => void = () => {};
  world.answers.push(new Promise((resolve) => answer = resolve));
  const asked = ask(1);
  await settled();
  world.statuses.set(1, "Faulted");
  block.statusChanged();
  answer("Accepted");
  assert.equal((await asked).status, "Accepted");
  assert.deepEqual(done(), ["reserve 1 at 1", "tell 1 Removed", "EVSE 1 free", "freed", "cancel 1"]);
});

Deno.test("when the module does not say that a reservation is over, we do, and free the EVSE (H04.FR.01, H04.FR.02)", async () => {
  const { ask, done, pass, clock } = reservationBench();
  await ask(1, ONE, { inMs: 60_000 });
  await ask(2, TWO, { inMs: 90_000 });
  done();
  await pass(60_000 + EXPIRY_GRACE_MS - 1);
  assert.deepEqual(done(), []);
  await pass(1);
  assert.deepEqual(done(), ["tell 1 Expired", "EVSE 1 free", "freed", "cancel 1"]);
  await pass(30_000);
  assert.deepEqual(done(), ["tell 2 Expired", "EVSE 2 free", "freed", "cancel 2"]);
  assert.deepEqual(clock.pending(), []);
});

Deno.test("a clock that is set counts (B01.FR.06)", async () => {
  const { ask, done, pass, clock } = reservationBench();
  await ask(1, ONE, { inMs: 86_400_000 });
  done();
  clock.setWall(clock.wallMs() + 86_400_000);
  await pass(60_000);
  assert.deepEqual(done(), ["tell 1 Expired", "EVSE 1 free", "freed", "cancel 1"]);
});

Deno.test("who reserved without us is asked about, and without an answer nobody is turned away", async () => {
  const { block, done, world, ask } = reservationBench();
  assert.equal(await block.isReservedForOther(ONE, OTHER, undefined), false);
  assert.deepEqual(done(), []);
  world.statuses.set(1, "Reserved");
  assert.equal(await block.isReservedForOther(ONE, OTHER, undefined), false);
  world.isForOther = true;
  assert.equal(await block.isReservedForOther(ONE, OTHER, undefined), true);
  assert.deepEqual(done(), ["ask about 1", "ask about 1"]);
  // What we know counts more than the answer, which is wrong for all EVSEs but the first in EVerest up to 2026.02.
  world.statuses.clear();
  await ask(1, TWO);
  done();
  world.isForOther = false;
  assert.equal(await block.isReservedForOther(TWO, OTHER, undefined), true);
  assert.deepEqual(done(), []);
});

Deno.test("a group that nobody will ask for does not open the EVSE (F01.FR.22)", async () => {
  const variables = { "AuthCtrlr.AuthorizeRemoteStart": "false" };
  const { block, ask } = reservationBench({ variables });
  const groupIdToken = { idToken: "G", type: "Central" } as const;
  await ask(1, ONE, { groupIdToken });
  assert.equal(await block.isReservedForOther(ONE, OTHER, undefined), true);
  assert.equal(await block.isReservedForOther(ONE, OTHER, groupIdToken), false);
});

Deno.test("only so many ends are remembered", async () => {
  const { update, done } = reservationBench();
  for (let id = 0; id < MAX_ENDED_RESERVATIONS; id++) await update(id, "Removed");
  done();
  await update(0, "Removed");
  assert.deepEqual(done(), []);
  await update(MAX_ENDED_RESERVATIONS, "Removed");
  await update(0, "Removed");
  assert.deepEqual(done(), [
    `tell ${MAX_ENDED_RESERVATIONS} Removed (unknown)`,
    "freed",
    "tell 0 Removed (unknown)",
    "freed",
  ]);
});

Deno.test("whatever happens in whatever order, every promise ends once, and is told at most once", async () => {
  const id = fc.integer({ min: 1, max: 3 });
  const step = fc.oneof(
    fc.record({ kind: fc.constant("ask" as const), id, evse: fc.constantFrom(ONE, TWO, "any" as const) }),
    fc.record({ kind: fc.constant("cancel" as const), id }),
    fc.record({
      kind: fc.constant("update" as const),
      id,
      status: fc.constantFrom("Expired" as const, "Removed" as const, "Cancelled" as const, "Used" as const),
    }),
    fc.record({
      kind: fc.constant("status" as const),
      evse: fc.constantFrom(1, 2),
      to: fc.constantFrom("Available" as const, "Faulted" as const),
    }),
    fc.record({ kind: fc.constant("redeem" as const) }),
    fc.record({ kind: fc.constant("pass" as const), ms: fc.constantFrom(1000, 70_000) }),
    fc.record({
      kind: fc.constant("answer" as const),
      with: fc.constantFrom("Occupied" as const, undefined),
    }),
  );
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40, size: "max" }), async (steps) => {
    const bench = reservationBench();
    const { block, world, stored } = bench;
    /** Promises made and not yet known to be over. */
    const promised = new Set<number>();
    for (const each of steps) {
      switch (each.kind) {
        case "ask":
          if ((await bench.ask(each.id, each.evse)).status === "Accepted") promised.add(each.id);
          break;
        case "cancel":
          if ((await bench.cancel(each.id)).status === "Accepted") promised.delete(each.id);
          break;
        case "update":
          await bench.update(each.id, each.status);
          if (each.status === "Cancelled") promised.delete(each.id);
          break;
        case "status":
          world.statuses.set(each.evse, each.to);
          block.statusChanged();
          break;
        case "redeem": {
          const corrected = block.redeem(begins(RFID));
          if ("reservationId" in corrected) promised.delete(corrected.reservationId!);
          break;
        }
        case "pass":
          await bench.pass(each.ms);
          break;
        case "answer":
          world.answers.push(each.with);
      }
      await settled();
      for (const line of bench.done()) {
        const told = /^tell (\d+) \w+$/.exec(line);
        if (!told) continue;
        assert(promised.delete(Number(told[1])), `${line}, which was not promised any more`);
      }
      // Used ones are waited for in vain, and never told.
      for (const open of stored.keys()) assert(promised.has(open), `${open} is kept after its end`);
    }
  }));
});
