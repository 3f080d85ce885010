import assert from "node:assert/strict";
import { CSMS_PATIENCE_MS, PATIENCE_TIMER, patiently } from "../../../src/bridge/csms-patience.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";

Deno.test("what comes in time counts, also when it fails, and no timer is left", async () => {
  const clock = new FakeClock();
  const inTime = Promise.withResolvers<number>();
  const waiting = patiently(inTime.promise, clock);
  clock.advance(CSMS_PATIENCE_MS - 1);
  inTime.resolve(7);
  assert.equal(await waiting, 7);
  await assert.rejects(patiently(Promise.reject(new Error("broken")), clock), /broken/);
  assert.deepEqual(clock.pending(), []);
});

Deno.test("what comes later is late, whatever it becomes", async () => {
  const clock = new FakeClock();
  const work = Promise.withResolvers<number>();
  const waiting = patiently(work.promise, clock);
  await clock.fire(PATIENCE_TIMER);
  assert.equal(await waiting, "late");
  work.reject(new Error("broken"));
});
