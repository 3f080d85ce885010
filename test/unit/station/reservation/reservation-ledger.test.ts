import assert from "node:assert/strict";
import { silentLogger } from "../../../../src/kernel/silent-logger.ts";
import { LATE_WRITE_MS, LateWrites } from "../../../../src/station/late-writes.ts";
import { ReservationLedger } from "../../../../src/station/reservation/reservation-ledger.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { settled } from "../fake-csms.ts";

Deno.test("the end of a reservation is written again, also when it came before the reservation was on disk", async () => {
  const clock = new FakeClock();
  const late = new LateWrites({ clock, timer: "test.late-write", refused: () => {} });
  const saved = Promise.withResolvers<void>();
  const removed = Promise.withResolvers<void>();
  let removals = 0;
  const store = {
    load: () => [],
    save: () => saved.promise,
    remove: () => ++removals === 1 ? removed.promise : Promise.resolve(),
    reservedEvses: () => [],
    saveReservedEvse: () => Promise.resolve(),
  };
  const ledger = new ReservationLedger(store, late, silentLogger);
  const idToken = { idToken: "04AABBCC", type: "ISO14443" } as const;
  const added = ledger.add({ id: 1, idToken, expiresMs: 0 });
  const ended = ledger.end(1);
  saved.resolve();
  assert.equal(await added, "stored");
  removed.reject(new Error("disk I/O error"));
  await ended;
  clock.advance(LATE_WRITE_MS);
  await settled();
  assert.equal(removals, 2);
});
