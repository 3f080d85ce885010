import assert from "node:assert/strict";
import fc from "fast-check";
import {
  afterReading,
  type ArmedTriggers,
  armedTriggers,
} from "../../../../src/station/tariff-cost/meter-triggers.ts";
import type { MeterReading } from "../../../../src/station/evse-event.ts";

function reading(registerWh: number, watts?: number): MeterReading {
  return {
    timestampMs: 0,
    sampledValues: [
      { value: registerWh, measurand: "Energy.Active.Import.Register" },
      { value: 1e9, measurand: "Energy.Active.Import.Register", phase: "L1" },
      ...(watts === undefined ? [] : [
        { value: 1e9, measurand: "Power.Active.Import", phase: "L1" } as const,
        { value: watts, measurand: "Power.Active.Import" } as const,
      ]),
    ],
  };
}

/** Which of these readings are reported. */
function reported(triggers: ArmedTriggers, readings: readonly MeterReading[]): readonly number[] {
  let waiting = triggers;
  return readings.flatMap((each, index) => {
    const after = afterReading(waiting, each);
    waiting = after.triggers;
    return after.goesOff ? [index] : [];
  });
}

const powers = (...watts: readonly number[]) => watts.map((each) => reading(1, each));

Deno.test("an energy goes off once, when the register has reached it", () => {
  const readings = [4999, 5000, 5001, 6000].map((registerWh) => reading(registerWh));
  assert.deepEqual(reported({ registerWh: 5000 }, readings), [1]);
  assert.deepEqual(reported({ registerWh: 5000 }, [reading(6000), reading(6001)]), [0]);
});

Deno.test("a power is told at once, and then when it has clearly crossed to the other side", () => {
  const crossing = powers(10_000, 7990, 7601, 7600, 8399, 8400, 7601, 7200);
  assert.deepEqual(reported({ powerWatts: 8000 }, crossing), [0, 3, 5, 7]);
});

Deno.test("a power that was told exactly at the trigger is not stuck there", () => {
  assert.deepEqual(reported({ powerWatts: 8000 }, powers(8000, 9000, 7600, 8000)), [0, 2]);
});

Deno.test("both at once make one report", () => {
  assert.deepEqual(
    reported({ registerWh: 5000, powerWatts: 8000 }, [reading(5000, 9000), reading(5001, 9000)]),
    [0],
  );
});

Deno.test("a reading without the value in question sets nothing off", () => {
  assert.deepEqual(reported({ powerWatts: 8000 }, [reading(1)]), []);
  assert.deepEqual(reported({ registerWh: 1 }, [{ timestampMs: 0, sampledValues: [] }]), []);
});

Deno.test("new triggers replace the old ones, but what was told stays told", () => {
  const told = { registerWh: 5000, powerWatts: 8000, reportedWatts: 9000 };
  assert.deepEqual(armedTriggers(told, { powerWatts: 7000 }), { powerWatts: 7000, reportedWatts: 9000 });
  assert.deepEqual(reported(armedTriggers(told, { powerWatts: 7000 }), powers(9000, 6650)), [1]);
  assert.deepEqual(armedTriggers({}, { registerWh: 1, powerWatts: 0, atMs: 1 }), { registerWh: 1 });
  assert.deepEqual(armedTriggers({}, { powerWatts: -5 }), {});
});

Deno.test("between two reports of a power lies at least the hysteresis", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -1000, max: 20_000 })), (watts) => {
    const told = reported({ powerWatts: 8000 }, powers(...watts)).map((index) => watts[index]!);
    told.slice(1).forEach((now, index) => {
      const before = told[index]!;
      assert(before < 8000 ? now >= 8400 : now <= 7600, `${before} then ${now}`);
    });
  }));
});
