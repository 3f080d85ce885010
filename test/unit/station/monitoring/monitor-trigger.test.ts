import assert from "node:assert/strict";
import fc from "fast-check";
import type { MonitorMemory } from "../../../../src/station/monitoring/monitor.ts";
import {
  inheritedMemory,
  initialMemory,
  storedMemory,
  triggerOf,
} from "../../../../src/station/monitoring/monitor-trigger.ts";

const number = (text: string | undefined) => ({ text, isNumeric: true });
const word = (text: string | undefined) => ({ text, isNumeric: false });

Deno.test("thresholds: beyond the bound, not on it, alerts once; back within clears once", () => {
  const upper = { type: "UpperThreshold", value: 10 } as const;
  const lower = { type: "LowerThreshold", value: 10 } as const;
  const table: readonly [typeof upper | typeof lower, boolean, string | undefined, string][] = [
    [upper, false, "10", "nothing"],
    [upper, false, "10.1", "alert"],
    [upper, true, "11", "nothing"],
    [upper, true, "10", "clear"],
    [lower, false, "10", "nothing"],
    [lower, false, "9.9", "alert"],
    [lower, true, "-5", "nothing"],
    [lower, true, "10", "clear"],
    // Nobody knows whether an absent or foreign value is within bounds.
    [upper, true, undefined, "nothing"],
    [upper, true, "", "nothing"],
    [upper, false, "many", "nothing"],
  ];
  for (const [monitor, exceeded, text, expected] of table) {
    const trigger = triggerOf(monitor, { exceeded }, number(text));
    const what = trigger === undefined ? "nothing" : trigger.cleared ? "clear" : "alert";
    assert.equal(what, expected, `${monitor.type} ${exceeded} ${text}`);
    if (trigger) assert.deepEqual(trigger.memory, { exceeded: !exceeded });
    if (trigger) assert.equal(trigger.trigger, "Alerting");
  }
});

Deno.test("Delta: a number changes by more than the value in either direction; anything else by any change", () => {
  const delta = { type: "Delta", value: 5 } as const;
  const table: readonly [MonitorMemory, ReturnType<typeof number>, boolean][] = [
    [{ reference: "10" }, number("15"), false],
    [{ reference: "10" }, number("15.001"), true],
    [{ reference: "10" }, number("4.9"), true],
    [{ reference: "10" }, number(undefined), false],
    // The first value is a change from none.
    [{}, number("3"), true],
    [{ reference: "Available" }, word("Available"), false],
    [{ reference: "Available" }, word("Occupied"), true],
    [{ reference: "Available" }, word(""), true],
  ];
  for (const [memory, observed, triggers] of table) {
    const trigger = triggerOf(delta, memory, observed);
    assert.equal(trigger !== undefined, triggers, JSON.stringify([memory, observed]));
    if (trigger) assert.deepEqual(trigger, { trigger: "Delta", memory: { reference: observed.text } });
  }
});

Deno.test("periodic monitors do not look at the value", () => {
  for (const type of ["Periodic", "PeriodicClockAligned"] as const) {
    assert.equal(triggerOf({ type, value: 60 }, {}, number("1")), undefined);
  }
});

Deno.test("a threshold that replaces one of its side knows of the alert; any other starts anew", () => {
  const upper = { type: "UpperThreshold" } as const;
  const delta = { type: "Delta" } as const;
  assert.deepEqual(inheritedMemory(upper, upper, { exceeded: true }, number("5")), { exceeded: true });
  assert.deepEqual(inheritedMemory(upper, { type: "LowerThreshold" }, { exceeded: true }, number("5")), {});
  assert.deepEqual(inheritedMemory(upper, delta, { exceeded: true }, number("5")), { reference: "5" });
  assert.deepEqual(inheritedMemory(delta, delta, { reference: "1" }, number("5")), { reference: "5" });
  assert.deepEqual(initialMemory(delta, number(undefined)), {});
});

Deno.test("a value that nobody may read is not stored with the monitor", () => {
  assert.deepEqual(storedMemory({ reference: "secret" }, { isReadable: false }), {});
  assert.deepEqual(storedMemory({ reference: "1", exceeded: true }, { isReadable: true }), {
    reference: "1",
    exceeded: true,
  });
});

Deno.test("whatever the values, alerts and clears alternate and end with what is true", () => {
  const values = fc.array(fc.oneof(fc.integer({ min: -20, max: 20 }).map(String), fc.constant("")));
  fc.assert(fc.property(values, fc.integer({ min: -10, max: 10 }), (texts, value) => {
    let memory: MonitorMemory = {};
    const told: boolean[] = [];
    let exceeds = false;
    for (const text of texts) {
      if (text !== "") exceeds = Number(text) > value;
      const trigger = triggerOf({ type: "UpperThreshold", value }, memory, number(text));
      if (!trigger) continue;
      told.push(!trigger.cleared);
      memory = trigger.memory;
    }
    told.forEach((alert, index) => assert.equal(alert, index % 2 === 0));
    assert.equal(told.at(-1) ?? false, exceeds);
  }));
});
