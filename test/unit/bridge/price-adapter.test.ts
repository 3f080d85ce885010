import assert from "node:assert/strict";
import { sessionCost } from "../../../src/everest/interfaces/types/session-cost.ts";
import { encode } from "../../../src/everest/codec/mod.ts";
import { toSessionCost } from "../../../src/bridge/price-adapter.ts";
import type { DriverCost } from "../../../src/station/tariff-cost/driver-cost.ts";

const EUROS = { decimals: 5, currency: "EUR" };
const currency = { code: "EUR", decimals: 5 };
const price = (value: number) => ({ currency, value: { value } });
const silent = (reason: string) => assert.fail(reason);

function converted(cost: Partial<DriverCost>, units = EUROS, complain: (reason: string) => void = silent) {
  const result = toSessionCost(
    { transactionId: "tx", total: 1.345, state: "Charging", ...cost },
    units,
    complain,
  );
  if (result) assert.equal(encode(sessionCost, result).kind, "value");
  return result;
}

Deno.test("the least that can be said of a cost", () => {
  assert.deepEqual(converted({}), {
    session_id: "tx",
    currency,
    status: "Running",
    cost_chunks: [{ cost: { value: 134_500 } }],
  });
  assert.equal(converted({ state: "Idle" })?.status, "Idle");
  assert.equal(converted({ state: "Finished" })?.status, "Finished");
});

Deno.test("prices come in the order time, energy, flat fee, and with their currency, as EVerest's own module tells them", () => {
  const atMs = Date.parse("2026-01-15T10:00:00Z");
  const result = converted({
    atMs,
    registerWh: 1_234_000.4,
    chargingPrice: { kWhPrice: 0.123, hourPrice: 2, flatFee: 42.42 },
    idlePrice: { graceMinutes: 30, hourPrice: 1 },
    nextPeriod: {
      fromMs: atMs + 7_200_000,
      chargingPrice: { kWhPrice: 0.1, hourPrice: 4, flatFee: 84.84 },
      idlePrice: { hourPrice: 0.5 },
    },
    texts: [{ content: "1.35", format: "UTF8", language: "en" }],
    qrCode: "https://receipt",
  });
  assert.deepEqual(result, {
    session_id: "tx",
    currency,
    status: "Running",
    cost_chunks: [{
      cost: { value: 134_500 },
      timestamp_to: "2026-01-15T10:00:00.000Z",
      metervalue_to: 1_234_000,
    }],
    charging_price: [
      { category: "Time", price: price(200_000) },
      { category: "Energy", price: price(12_300) },
      { category: "FlatFee", price: price(4_242_000) },
    ],
    idle_price: { grace_minutes: 30, hour_price: price(100_000) },
    next_period: {
      timestamp_from: "2026-01-15T12:00:00.000Z",
      charging_price: [
        { category: "Time", price: price(400_000) },
        { category: "Energy", price: price(10_000) },
        { category: "FlatFee", price: price(8_484_000) },
      ],
      idle_price: { hour_price: price(50_000) },
    },
    message: [{ content: "1.35", format: "UTF8", language: "en" }],
    qr_code: "https://receipt",
  });
});

Deno.test("a price of which nothing is known is an empty list", () => {
  assert.deepEqual(converted({ chargingPrice: {} })?.charging_price, []);
  assert.deepEqual(converted({ idlePrice: {} })?.idle_price, {});
});

Deno.test("an unknown currency is left out, amounts stay", () => {
  const complaints: string[] = [];
  const result = converted({}, { decimals: 2, currency: "ABC" }, (reason) => complaints.push(reason));
  assert.deepEqual(result?.currency, { decimals: 2 });
  assert.deepEqual(result?.cost_chunks, [{ cost: { value: 135 } }]);
  assert.equal(complaints.length, 1);
});

Deno.test("large amounts are told with fewer decimals, all of them with the same, and too large ones not at all", () => {
  const complaints: string[] = [];
  const complain = (reason: string) => complaints.push(reason);
  const result = converted({ total: 100_000, chargingPrice: { kWhPrice: 0.123 } }, EUROS, complain);
  assert.deepEqual(result?.currency, { code: "EUR", decimals: 4 });
  assert.deepEqual(result?.cost_chunks?.[0]?.cost, { value: 1_000_000_000 });
  assert.deepEqual(result?.charging_price?.[0]?.price?.value, { value: 1230 });
  assert.equal(complaints.length, 1);
  assert.equal(converted({ total: 1e300 }, EUROS, complain), undefined);
});

Deno.test("a meter value beyond 32 bits is left out", () => {
  const complaints: string[] = [];
  const result = converted({ registerWh: 2 ** 31 }, EUROS, (reason) => complaints.push(reason));
  assert.deepEqual(result?.cost_chunks, [{ cost: { value: 134_500 } }]);
  assert.equal(complaints.length, 1);
});
