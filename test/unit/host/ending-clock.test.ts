import assert from "node:assert/strict";
import { endingClock } from "../../../src/host/ending-clock.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";

Deno.test("timers fire once, may be cancelled, and end together", () => {
  const inner = new FakeClock();
  const clock = endingClock(inner);
  const fired: string[] = [];
  const set = (name: string, delayMs: number) => clock.setTimer(name, delayMs, () => fired.push(name));
  set("soon", 10);
  set("cancelled", 10).cancel();
  set("late", 30);
  inner.advance(20);
  assert.deepEqual(fired, ["soon"]);
  assert.deepEqual(inner.pending(), ["late"]);
  assert.equal(clock.wallMs(), inner.wallMs());
  assert.equal(clock.monotonicMs(), 20);
  clock.end();
  clock.end();
  assert.deepEqual(inner.pending(), []);
  const after = set("after the end", 0);
  after.cancel();
  assert.equal(after.name, "after the end");
  inner.advance(100);
  assert.deepEqual(fired, ["soon"]);
});

Deno.test("timers of others are not touched, and one that fires may set the next", () => {
  const inner = new FakeClock();
  const clock = endingClock(inner);
  let beats = 0;
  const beat = () => void clock.setTimer("beat", 10, () => (beats++, beat()));
  beat();
  inner.setTimer("other", 100, () => {});
  inner.advance(35);
  assert.equal(beats, 3);
  clock.end();
  assert.deepEqual(inner.pending(), ["other"]);
});
