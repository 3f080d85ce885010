import assert from "node:assert/strict";
import fc from "fast-check";
import { fittingDecimals, toCurrencyCode, toSmallestUnits } from "../../../src/bridge/money.ts";

Deno.test("amounts are rounded as people round them, not as their binary fractions fall", () => {
  assert.equal(toSmallestUnits(3.13, 5), 313_000);
  assert.equal(toSmallestUnits(55.1, 5), 5_510_000);
  assert.equal(toSmallestUnits(1.005, 2), 101);
  assert.equal(toSmallestUnits(0.285, 2), 29);
  assert.equal(toSmallestUnits(1e-7, 2), 0);
  assert.equal(toSmallestUnits(5e-7, 6), 1);
  assert.equal(toSmallestUnits(1.5e21, 0), 1.5e21);
});

Deno.test("a credit is as large as the same debt", () => {
  assert.equal(toSmallestUnits(-1.005, 2), -101);
  assert(Object.is(toSmallestUnits(-0.001, 2), 0));
  assert(Object.is(toSmallestUnits(-0, 2), 0));
});

Deno.test("whole numbers of smallest units come back exactly", () => {
  const units = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(fc.property(units, fc.integer({ min: 0, max: 6 }), (amount, decimals) => {
    assert.equal(toSmallestUnits(Number(`${amount}e-${decimals}`), decimals), amount);
  }));
});

Deno.test("decimals give way to amounts that would not fit into 32 bits", () => {
  assert.equal(fittingDecimals([0.1, 3.13], 5), 5);
  assert.equal(fittingDecimals([21474.83647], 5), 5);
  assert.equal(fittingDecimals([21474.83648], 5), 4);
  assert.equal(fittingDecimals([-21474.83648], 5), 4);
  assert.equal(fittingDecimals([2 ** 31 - 1], 5), 0);
  assert.equal(fittingDecimals([2 ** 31], 5), undefined);
  assert.equal(fittingDecimals([1], 1000), 9);
  assert.equal(fittingDecimals([], 3), 3);
});

Deno.test("only currencies of ISO 4217 have a code", () => {
  assert.equal(toCurrencyCode("EUR"), "EUR");
  assert.equal(toCurrencyCode("usd"), "USD");
  assert.equal(toCurrencyCode("XYZ"), undefined);
});
