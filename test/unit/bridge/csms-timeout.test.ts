import assert from "node:assert/strict";
import { CSMS_TIMEOUT_MS, CSMS_TIMEOUT_TIMER, withinCsmsTimeout } from "../../../src/bridge/csms-timeout.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";

Deno.test("what comes in time counts, also when it fails, and no timer is left", async () => {
  const clock = new FakeClock();
  const inTime = Promise.withResolvers<number>();
  const waiting = withinCsmsTimeout(inTime.promise, clock);
  clock.advance(CSMS_TIMEOUT_MS - 1);
  inTime.resolve(7);
  assert.equal(await waiting, 7);
  await assert.rejects(withinCsmsTimeout(Promise.reject(new Error("broken")), clock), /broken/);
  assert.deepEqual(clock.pending(), []);
});

Deno.test("what comes later is late, whatever it becomes", async () => {
  const clock = new FakeClock();
  const work = Promise.withResolvers<number>();
  const waiting = withinCsmsTimeout(work.promise, clock);
  await clock.fire(CSMS_TIMEOUT_TIMER);
  assert.equal(await waiting, "late");
  work.reject(new Error("broken"));
});
