import assert from "node:assert/strict";
import fc from "fast-check";
import {
  backOffAfter,
  type ConnectionLife,
  type LifeVerdict,
  MAX_BACK_OFF_MS,
  MIN_BACK_OFF_MS,
  nextBackOff,
  NO_BACK_OFF,
  PROVED_AFTER_MS,
  SHORT_LIFE_MS,
  slotConnected,
  slotFailed,
  slotToTry,
  type SlotWalk,
  startWalk,
  TOLERATED_SHORT_LIVES,
  verdictOnLife,
} from "../../../src/csms/reconnect-policy.ts";

function waits(
  count: number,
  minimum: number,
  range: number,
  repeatTimes: number,
  random: () => number,
): number[] {
  const settings = {
    retryBackOffWaitMinimumSeconds: minimum,
    retryBackOffRandomRangeSeconds: range,
    retryBackOffRepeatTimes: repeatTimes,
  };
  let backOff = NO_BACK_OFF;
  return Array.from({ length: count }, () => {
    backOff = nextBackOff(backOff, settings, random);
    return backOff.waitMs / 1000;
  });
}

Deno.test("the wait starts at the minimum, doubles RepeatTimes times and then stays", () => {
  assert.deepEqual(waits(6, 10, 0, 3, () => 0), [10, 20, 40, 80, 80, 80]);
});

Deno.test("without repeat times every wait is the minimum", () => {
  assert.deepEqual(waits(4, 10, 0, 0, () => 0), [10, 10, 10, 10]);
});

Deno.test("each doubling adds a new random part and doubles the old one; the last wait is kept as it is", () => {
  const values = [0.5, 0.25, 0.75, 0.9];
  assert.deepEqual(waits(5, 10, 4, 2, () => values.shift() ?? 1), [12, 25, 53, 53, 53]);
});

Deno.test("a minimum of nothing still does not hammer the CSMS", () => {
  assert.deepEqual(waits(2, 0, 0, 0, () => 0), [MIN_BACK_OFF_MS / 1000, MIN_BACK_OFF_MS / 1000]);
});

Deno.test("the wait never shrinks while connecting fails, and stays within its bounds", () => {
  const value = fc.integer({ min: -10, max: 2 ** 31 });
  fc.assert(
    fc.property(
      value,
      value,
      value,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (minimum, range, repeat, random) => {
        const seconds = waits(40, minimum, range, repeat, () => random);
        for (const [index, wait] of seconds.entries()) {
          assert(wait * 1000 >= MIN_BACK_OFF_MS && wait * 1000 <= MAX_BACK_OFF_MS);
          assert(wait >= (seconds[index - 1] ?? 0));
        }
      },
    ),
  );
});

function slots(
  count: number,
  order: readonly number[],
  attempts: number,
  start: SlotWalk,
  fallback?: number,
): (number | undefined)[] {
  const usable = { order, ...(fallback !== undefined && { fallback }) };
  let walk = start;
  return Array.from({ length: count }, () => {
    const slot = slotToTry(walk, usable);
    if (slot !== undefined) walk = slotFailed(walk, slot, usable, attempts);
    return slot;
  });
}

Deno.test("B10.FR.03, B10.FR.08: every slot gets its attempts, in order, and then all again", () => {
  assert.deepEqual(slots(8, [2, 1, 3], 2, startWalk(undefined)), [2, 2, 1, 1, 3, 3, 2, 2]);
});

Deno.test("B10.FR.07: after all failed the last successful slot is tried before the next round", () => {
  assert.deepEqual(slots(8, [2, 1, 3], 1, startWalk(1)), [2, 1, 3, 1, 2, 1, 3, 1]);
});

Deno.test("B10.FR.07: the last successful slot is fallen back to although the list does not name it any more", () => {
  assert.deepEqual(slots(6, [2, 3], 1, startWalk(1), 1), [2, 3, 1, 2, 3, 1]);
  assert.deepEqual(slots(4, [2], 1, slotConnected(1), 1), [1, 2, 1, 2]);
  assert.deepEqual(slots(2, [], 1, startWalk(1), 1), [1, 1]);
});

Deno.test("reconnecting begins with the slot that was connected and goes round the end of the list", () => {
  assert.deepEqual(slots(7, [1, 2, 3], 1, slotConnected(2)), [2, 3, 1, 2, 1, 2, 3]);
});

Deno.test("with fewer than one attempt per slot the slot is never left", () => {
  assert.deepEqual(slots(5, [1, 2], 0, startWalk(2)), [1, 1, 1, 1, 1]);
  assert.deepEqual(slots(3, [1, 2], -1, startWalk(2)), [1, 1, 1]);
});

Deno.test("a slot that has gone from the list gives way to the first", () => {
  assert.equal(slotToTry(slotConnected(5), { order: [3, 4] }), 3);
  assert.equal(slotToTry(slotConnected(5), { order: [] }), undefined);
  assert.deepEqual(slots(4, [3, 4], 1, slotConnected(5)), [3, 4, 3, 4]);
});

Deno.test("attempts on a slot that has gone do not count for the one in its place", () => {
  const failedOnce = slotFailed(startWalk(undefined, 5), 5, { order: [5, 3] }, 2);
  assert.equal(slotToTry(failedOnce, { order: [3, 4] }), 3);
  assert.equal(slotToTry(slotFailed(failedOnce, 3, { order: [3, 4] }, 2), { order: [3, 4] }), 3);
});

Deno.test("no slot of the list is ever forgotten, and the walk remembers no more than the list", () => {
  const order = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 });
  const start = fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined });
  fc.assert(fc.property(order, fc.integer({ min: 1, max: 4 }), start, (order, attempts, lastConnected) => {
    let walk = startWalk(lastConnected);
    const round = attempts * (order.length + 1);
    for (let repeat = 0; repeat < 3; repeat++) {
      const tried = new Set<number>();
      for (let attempt = 0; attempt < round; attempt++) {
        const slot = slotToTry(walk, { order });
        assert(slot !== undefined && order.includes(slot));
        tried.add(slot);
        walk = slotFailed(walk, slot, { order }, attempts);
        assert(walk.exhausted.length <= order.length);
      }
      assert.equal(tried.size, order.length);
    }
  }));
});

const LIVES: readonly (readonly [life: Partial<ConnectionLife>, verdict: LifeVerdict])[] = [
  [{ heard: false }, "lostAtOnce"],
  [{ outstanding: true }, "lostAtOnce"],
  [{ livedMs: 0 }, "short"],
  [{ livedMs: SHORT_LIFE_MS - 1 }, "short"],
  [{ livedMs: SHORT_LIFE_MS }, "proved"],
  [{ heard: false, livedMs: SHORT_LIFE_MS }, "lostAtOnce"],
  [{ outstanding: true, livedMs: PROVED_AFTER_MS - 1 }, "lostAtOnce"],
  [{ heard: false, livedMs: PROVED_AFTER_MS }, "proved"],
  [{ outstanding: true, livedMs: PROVED_AFTER_MS }, "proved"],
  [{ heard: false, closed: { kind: "closedByUs", code: 1000, reason: "" } }, "proved"],
  [{ livedMs: 0, closed: { kind: "closedByUs", code: 1012, reason: "" } }, "proved"],
];

for (const [life, verdict] of LIVES) {
  Deno.test(`a connection ${JSON.stringify(life)}: ${verdict}`, () => {
    const closed = { kind: "lost", reason: "" } as const;
    assert.equal(
      verdictOnLife({ closed, livedMs: 0, heard: true, outstanding: false, ...life }),
      verdict,
    );
  });
}

Deno.test("a few short lives in a row wait for the minimum, more of them longer and longer; a proved one begins anew", () => {
  const settings = {
    retryBackOffWaitMinimumSeconds: 1,
    retryBackOffRandomRangeSeconds: 0,
    retryBackOffRepeatTimes: 3,
  };
  let backOff = NO_BACK_OFF;
  const after = (life: LifeVerdict) => {
    backOff = nextBackOff(backOffAfter(backOff, life), settings, () => 0);
    return backOff.waitMs / 1000;
  };
  const tolerated = Array.from({ length: TOLERATED_SHORT_LIVES }, () => after("short"));
  assert.deepEqual(new Set(tolerated), new Set([1]));
  assert.deepEqual([after("short"), after("lostAtOnce"), after("short")], [2, 4, 8]);
  assert.deepEqual([after("proved"), after("lostAtOnce"), after("short")], [1, 2, 1]);
});

Deno.test("an attempt that fails between short lives does not make the next of them tolerated again", () => {
  const settings = {
    retryBackOffWaitMinimumSeconds: 1,
    retryBackOffRandomRangeSeconds: 0,
    retryBackOffRepeatTimes: 9,
  };
  let backOff = NO_BACK_OFF;
  for (let lives = 0; lives <= TOLERATED_SHORT_LIVES; lives++) {
    backOff = nextBackOff(backOff, settings, () => 0);
    backOff = nextBackOff(backOffAfter(backOff, "short"), settings, () => 0);
  }
  assert.equal(backOff.waitMs, 4000);
});
