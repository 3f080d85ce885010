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

Deno.test("timers fire in the order in which they are due, each after what followed from the one before", async () => {
  const clock = createSystemClock();
  const order: string[] = [];
  const fired = (name: string, delayMs: number) =>
    new Promise<void>((resolve) =>
      clock.setTimer(name, delayMs, () => {
        order.push(name);
        void followUp(name, 5).then(resolve);
      })
    );
  const followUp = async (name: string, steps: number) => {
    for (let step = 0; step < steps; step++) await Promise.resolve();
    order.push(`after ${name}`);
  };
  const all = [fired("third", 4), fired("first", 2), fired("second", 2)];
  // All of them are due when the event loop gets to them.
  for (const untilMs = clock.monotonicMs() + 6; clock.monotonicMs() < untilMs;);
  await Promise.all(all);
  assert.deepEqual(order, ["first", "after first", "second", "after second", "third", "after third"]);
});

Deno.test("a timer fires although the one before it was cancelled", async () => {
  const clock = createSystemClock();
  const cancelled = clock.setTimer("cancelled", 1, () => assert.fail("fired"));
  const fired = new Promise<void>((resolve) => clock.setTimer("kept", 4, resolve));
  cancelled.cancel();
  await fired;
  assert.deepEqual(clock.timers(), []);
});

Deno.test("a timer that is set and cancelled by another one that fires", async () => {
  const clock = createSystemClock();
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    const victim = clock.setTimer("victim", 3, () => order.push("victim"));
    clock.setTimer("first", 1, () => {
      victim.cancel();
      clock.setTimer("at once", 0, () => order.push("at once"));
      clock.setTimer("last", 4, resolve);
    });
  });
  assert.deepEqual(order, ["at once"]);
});

Deno.test("a timer that fails does not take the others with it", async () => {
  const clock = createSystemClock();
  const failed = new Promise<unknown>((resolve) => {
    addEventListener("error", (event) => {
      event.preventDefault();
      resolve(event.error);
    }, { once: true });
  });
  const fired = new Promise<void>((resolve) => clock.setTimer("next", 2, resolve));
  clock.setTimer("fails", 1, () => {
    throw new Error("of the timer");
  });
  assert.match(String(await failed), /of the timer/);
  await fired;
});
