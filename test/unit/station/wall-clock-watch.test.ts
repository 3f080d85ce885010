import assert from "node:assert/strict";
import { WALL_CLOCK_TIMER, WallClockWatch } from "../../../src/station/wall-clock-watch.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";

function setUp() {
  const clock = new FakeClock();
  let noticed = 0;
  const watch = new WallClockWatch(clock, () => noticed++);
  watch.start();
  return { clock, watch, noticed: () => noticed };
}

for (const byMs of [-600_000, -1_000, 1_000, 3_600_000]) {
  Deno.test(`a clock that is set by ${byMs} ms is noticed once`, () => {
    const { clock, noticed } = setUp();
    clock.advance(60_000);
    assert.equal(noticed(), 0);
    clock.setWall(clock.wallMs() + byMs);
    clock.advance(5_000);
    assert.equal(noticed(), 1);
    clock.advance(60_000);
    assert.equal(noticed(), 1);
  });
}

Deno.test("small steps are noticed when they sum up to a second", () => {
  const { clock, noticed } = setUp();
  for (let step = 0; step < 3; step++) {
    clock.setWall(clock.wallMs() + 400);
    clock.advance(5_000);
  }
  assert.equal(noticed(), 1);
});

Deno.test("after its stop it notices nothing", () => {
  const { clock, watch, noticed } = setUp();
  watch.stop();
  clock.setWall(0);
  assert(!clock.pending().includes(WALL_CLOCK_TIMER));
  assert.equal(noticed(), 0);
});

Deno.test("a look at a clock that was just set notices it at once, and only once", () => {
  const { clock, watch, noticed } = setUp();
  clock.setWall(clock.wallMs() + 60_000);
  watch.look();
  assert.equal(noticed(), 1);
  clock.advance(60_000);
  assert.equal(noticed(), 1);
});
