import assert from "node:assert/strict";
import fc from "fast-check";
import { evenlyThinned } from "../../../src/kernel/even-thinning.ts";

Deno.test("a series that fits is kept whole", () => {
  assert.deepEqual(evenlyThinned([1, 2, 3], 3), [0, 1, 2]);
  assert.deepEqual(evenlyThinned([], 3), []);
});

Deno.test("one too many costs an intermediate member, never the first or the last", () => {
  assert.deepEqual(evenlyThinned([0, 10, 20, 30, 40], 4).length, 4);
  assert.deepEqual(evenlyThinned([0, 10, 20, 30, 40], 2), [0, 4]);
  assert.deepEqual(evenlyThinned([0, 10, 20, 30, 40], 3), [0, 2, 4]);
});

Deno.test("members that were thinned before survive, the dense part is thinned", () => {
  const sparseThenDense = [0, 100, 200, 300, 310, 320, 330, 340, 350, 360, 370, 380, 390, 400];
  assert.deepEqual(evenlyThinned(sparseThenDense, 5).map((index) => sparseThenDense[index]), [
    0,
    100,
    200,
    300,
    400,
  ]);
});

Deno.test("thinning keeps exactly as many as asked for, in order, with both ends", () => {
  fc.assert(fc.property(
    fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 300 }),
    fc.integer({ min: 2, max: 100 }),
    (unsorted, keep) => {
      const times = unsorted.toSorted((a, b) => a - b);
      const chosen = evenlyThinned(times, keep);
      assert.equal(chosen.length, Math.min(keep, times.length));
      assert.equal(chosen[0], 0);
      assert.equal(chosen.at(-1), times.length - 1);
      for (let i = 1; i < chosen.length; i++) assert.ok((chosen[i] ?? 0) > (chosen[i - 1] ?? 0));
    },
  ));
});
