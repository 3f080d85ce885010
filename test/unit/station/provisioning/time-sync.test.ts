import assert from "node:assert/strict";
import fc from "fast-check";
import {
  adjustmentFor,
  isWorthSetting,
  mustBeReported,
} from "../../../../src/station/provisioning/time-sync.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const T0 = Date.parse("2026-01-15T10:00:00.000Z");

/** The answer to a request made at T0 by a station whose clock is `offMs` ahead. */
function sample(sample: { readAfterMs: number; roundTripMs: number; offMs: number }) {
  const { readAfterMs, roundTripMs, offMs } = sample;
  return {
    currentTime: new Date(T0 + readAfterMs).toISOString(),
    roundTripMs,
    wallMs: T0 + roundTripMs + offMs,
  };
}

const TABLE: readonly [
  readAfterMs: number,
  roundTripMs: number,
  offMs: number,
  whenOff: boolean,
  always: boolean,
][] = [
  [20, 40, 0, false, true],
  [20, 40, 900, false, true],
  [1_000, 1_000, 0, false, true],
  [1_001, 1_001, 0, false, false],
  [20, 40, 1_100, true, true],
  [20, 40, -1_100, true, true],
  [8_000, 8_000, 0, false, false],
  [0, 8_000, 0, false, false],
  [4_000, 8_000, 4_000, false, false],
  [8_000, 8_000, 9_100, true, true],
  [0, 8_000, -9_100, true, true],
];

for (const [readAfterMs, roundTripMs, offMs, whenOff, always] of TABLE) {
  const title = `clock ${offMs} ms ahead, time read after ${readAfterMs} of ${roundTripMs} ms`;
  Deno.test(`${title}: set ${whenOff ? "in any case" : always ? "at a boot only" : "never"}`, () => {
    const told = sample({ readAfterMs, roundTripMs, offMs });
    const adjustment = adjustmentFor(told)!;
    assert.equal(isWorthSetting(adjustment, told, "whenOff"), whenOff);
    assert.equal(isWorthSetting(adjustment, told, "always"), always);
  });
}

Deno.test("the clock is never set ahead of the CSMS, and one that is right is never moved by a slow answer", () => {
  const times = fc.record({
    roundTripMs: fc.integer({ min: 0, max: 120_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    offMs: fc.integer({ min: -200_000, max: 200_000 }),
  });
  fc.assert(fc.property(times, ({ roundTripMs, share, offMs }) => {
    const told = sample({ readAfterMs: Math.floor(share * roundTripMs), roundTripMs, offMs });
    const adjustment = adjustmentFor(told)!;
    assert(adjustment.wallMs <= T0 + roundTripMs);
    if (Math.abs(offMs) < 1_000 && roundTripMs > 1_000) assert(!isWorthSetting(adjustment, told, "always"));
  }));
});

Deno.test("an adjustment by more than the threshold is reported, in both directions", () => {
  const configured = new FakeDeviceModel({ "ClockCtrlr.TimeAdjustmentReportingThreshold": "30" });
  const reported = (byMs: number, deviceModel = configured) =>
    mustBeReported({ byMs, wallMs: T0 + byMs }, deviceModel);
  assert.deepEqual([30_000, 30_001, -30_000, -30_001].map((byMs) => reported(byMs)), [
    false,
    true,
    false,
    true,
  ]);
  const silent = new FakeDeviceModel();
  assert.deepEqual([20_000, 20_001].map((byMs) => reported(byMs, silent)), [false, true]);
});
