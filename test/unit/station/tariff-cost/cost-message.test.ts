import assert from "node:assert/strict";
import fc from "fast-check";
import { type CostMessageNotes, readCostMessage } from "../../../../src/station/tariff-cost/cost-message.ts";

const NOW = Date.parse("2026-01-15T10:00:00Z");
const silent: CostMessageNotes = {
  unusable: (reason) => assert.fail(reason),
  forgiven: ({ path, slip }) => assert.fail(`${path}: ${slip}`),
};
const unheard: CostMessageNotes = { unusable: () => {}, forgiven: () => {} };

const COMPLETE = {
  vendorId: "org.openchargealliance.costmsg",
  timestamp: "2026-01-15T09:59:59.123456+00:00",
  meterValue: 1_234_000,
  state: "Idle",
  chargingPrice: { kWhPrice: 0.123, hourPrice: 2.00, flatFee: 42.42 },
  idlePrice: { graceMinutes: 30, hourPrice: 1.00 },
  nextPeriod: {
    atTime: "2026-01-15T12:00:00Z",
    chargingPrice: { kWhPrice: 0.100, hourPrice: 4.00, flatFee: 84.84 },
    idlePrice: { hourPrice: 0.50 },
  },
  triggerMeterValue: { atTime: "2026-01-15T11:00:00Z", atEnergykWh: 5.5, atPowerkW: 8.25, atCPStatus: ["A"] },
};

Deno.test("everything that the whitepaper knows is read, energies and powers with their decimals", () => {
  assert.deepEqual(readCostMessage(COMPLETE, NOW, silent), {
    state: "Idle",
    atMs: Date.parse("2026-01-15T09:59:59.123Z"),
    registerWh: 1_234_000,
    chargingPrice: COMPLETE.chargingPrice,
    idlePrice: COMPLETE.idlePrice,
    nextPeriod: {
      fromMs: Date.parse("2026-01-15T12:00:00Z"),
      chargingPrice: COMPLETE.nextPeriod.chargingPrice,
      idlePrice: COMPLETE.nextPeriod.idlePrice,
    },
    triggers: { atMs: Date.parse("2026-01-15T11:00:00Z"), registerWh: 5500, powerWatts: 8250 },
  });
});

Deno.test("what is missing is left out; without a state somebody charges", () => {
  for (const nothing of [undefined, null, 7, "text", [], {}, { vendorId: "somebody" }]) {
    assert.deepEqual(readCostMessage(nothing, NOW, silent), { state: "Charging" });
  }
  const parts = { chargingPrice: {}, idlePrice: {}, triggerMeterValue: {} };
  assert.deepEqual(readCostMessage(parts, NOW, silent), {
    state: "Charging",
    chargingPrice: {},
    idlePrice: {},
    triggers: {},
  });
});

Deno.test("a next period without its beginning is dropped, one without prices is told", () => {
  const read = (nextPeriod: unknown) => readCostMessage({ nextPeriod }, NOW, unheard).nextPeriod;
  assert.equal(read({ chargingPrice: { kWhPrice: 1 } }), undefined);
  assert.equal(read({ atTime: "soon", chargingPrice: { kWhPrice: 1 } }), undefined);
  assert.deepEqual(read({ atTime: "2026-01-15T12:00:00Z" }), {
    fromMs: Date.parse("2026-01-15T12:00:00Z"),
    chargingPrice: {},
  });
});

Deno.test("slips that every request is forgiven are forgiven and named: a time without a zone is UTC, null is absent", () => {
  const slips: string[] = [];
  const atTime = "2026-01-15T12:00:00.315123";
  const message = readCostMessage(
    {
      timestamp: atTime.replace("T", " "),
      meterValue: null,
      idlePrice: null,
      nextPeriod: { atTime, idlePrice: null },
      triggerMeterValue: { atTime, atEnergykWh: null },
    },
    NOW,
    { ...silent, forgiven: ({ path, slip }) => slips.push(`${path}: ${slip}`) },
  );
  const ms = Date.parse(`${atTime}Z`);
  assert.deepEqual(message, {
    state: "Charging",
    atMs: ms,
    nextPeriod: { fromMs: ms, chargingPrice: {} },
    triggers: { atMs: ms },
  });
  assert.deepEqual(slips, [
    "customData.timestamp: timestamp is not RFC 3339",
    "customData.meterValue: null for an absent member",
    "customData.idlePrice: null for an absent member",
    "customData.nextPeriod.atTime: timestamp is not RFC 3339",
    "customData.nextPeriod.idlePrice: null for an absent member",
    "customData.triggerMeterValue.atTime: timestamp is not RFC 3339",
    "customData.triggerMeterValue.atEnergykWh: null for an absent member",
  ]);
  assert.deepEqual(readCostMessage({ timestamp: null }, NOW, unheard), { state: "Charging" });
});

Deno.test("a time that cannot be read is now, other wrong fields are left out, each with a complaint", () => {
  const complaints: string[] = [];
  const message = readCostMessage(
    {
      timestamp: "yesterday",
      meterValue: "12",
      state: "Waiting",
      chargingPrice: { kWhPrice: "0.1", hourPrice: 1e300, flatFee: 1 },
      idlePrice: [],
      triggerMeterValue: { atTime: 7 },
    },
    NOW,
    { ...silent, unusable: (reason) => complaints.push(reason) },
  );
  assert.deepEqual(message, { state: "Charging", atMs: NOW, chargingPrice: { flatFee: 1 }, triggers: {} });
  assert.deepEqual(complaints.map((reason) => reason.split(" ")[0]), [
    "customData.timestamp",
    "customData.meterValue",
    "customData.idlePrice",
    "customData.state",
    "customData.chargingPrice.kWhPrice",
    "customData.chargingPrice.hourPrice",
    "customData.triggerMeterValue.atTime",
  ]);
});

Deno.test("no customData whatever makes the reader throw", () => {
  const keys = ["timestamp", "meterValue", "state", "chargingPrice", "idlePrice", "nextPeriod", "atTime"];
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, fc.jsonValue(), tie("object"), fc.constant("2026-01-15T12:00:00Z")),
    object: fc.dictionary(fc.constantFrom(...keys), tie("value")),
  }));
  fc.assert(fc.property(value, (input) => {
    const { state } = readCostMessage(input, NOW, unheard);
    assert(["Charging", "Idle", "Finished"].includes(state));
  }));
});
