import assert from "node:assert/strict";
import { WallAlarm } from "../../../src/station/wall-alarm.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";

function bench() {
  const clock = new FakeClock();
  let rung = 0;
  const alarm = new WallAlarm(clock, "alarm", () => rung++);
  return { clock, alarm, rung: () => rung };
}

Deno.test("the alarm rings once, at its moment, however far away", () => {
  const { clock, alarm, rung } = bench();
  alarm.set(clock.wallMs() + 24 * 3600_000);
  clock.advance(24 * 3600_000 - 1);
  assert.equal(rung(), 0);
  clock.advance(1);
  assert.equal(rung(), 1);
  clock.advance(24 * 3600_000);
  assert.equal(rung(), 1);
  assert.deepEqual(clock.pending(), []);
});

Deno.test("a moment that has passed rings at once", () => {
  const { clock, alarm, rung } = bench();
  alarm.set(clock.wallMs() - 1000);
  clock.advance(0);
  assert.equal(rung(), 1);
});

Deno.test("a later set replaces the moment, and cancel takes it back", () => {
  const { clock, alarm, rung } = bench();
  alarm.set(clock.wallMs() + 1000);
  alarm.set(clock.wallMs() + 5000);
  clock.advance(4999);
  assert.equal(rung(), 0);
  alarm.cancel();
  clock.advance(10_000);
  assert.equal(rung(), 0);
});

Deno.test("when somebody sets the wall clock forward, the alarm is at most a minute late", () => {
  const { clock, alarm, rung } = bench();
  alarm.set(clock.wallMs() + 3600_000);
  clock.setWall(clock.wallMs() + 3600_000);
  clock.advance(60_000);
  assert.equal(rung(), 1);
});
