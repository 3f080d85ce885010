import assert from "node:assert/strict";
import { createSystemClock } from "../../../src/host/system-clock.ts";

Deno.test("a timer never fires before its time, whatever fraction of a millisecond that is", async () => {
  const clock = createSystemClock();
  const early: number[] = [];
  const timers = Array.from({ length: 60 }, (_, index) => {
    const delayMs = 2 + index * 0.317;
    const dueMs = clock.monotonicMs() + delayMs;
    return new Promise<void>((resolve) => {
      clock.setTimer("test", delayMs, () => {
        if (clock.monotonicMs() < dueMs) early.push(dueMs - clock.monotonicMs());
        resolve();
      });
    });
  });
  await Promise.all(timers);
  assert.deepEqual(early, []);
  assert.deepEqual(clock.timers(), []);
});

Deno.test("a cancelled timer does not fire and is no longer listed", async () => {
  const clock = createSystemClock();
  const timer = clock.setTimer("cancelled", 1, () => assert.fail("fired"));
  assert.deepEqual(clock.timers().map(({ name }) => name), ["cancelled"]);
  timer.cancel();
  timer.cancel();
  assert.deepEqual(clock.timers(), []);
  await new Promise<void>((resolve) => clock.setTimer("later", 3, resolve));
});

Deno.test("a timer longer than setTimeout can wait is kept, not fired at once", async () => {
  const clock = createSystemClock();
  const timer = clock.setTimer("far away", 2 ** 31 * 10, () => assert.fail("fired"));
  await new Promise<void>((resolve) => clock.setTimer("soon", 2, resolve));
  assert.equal(clock.timers()[0]?.name, "far away");
  timer.cancel();
});
