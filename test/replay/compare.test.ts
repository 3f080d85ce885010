import assert from "node:assert/strict";
import { compare } from "./compare.ts";
import { explain, type IntendedDifference } from "./explain.ts";
import type { Item } from "./items.ts";
import { timeline } from "./timeline.ts";

const item = (label: string, value: unknown, atSeconds = 0): Item => ({
  stream: "Thing 1",
  label,
  value,
  atMs: atSeconds * 1000,
});

const summary = (recorded: Item[], ours: Item[]) =>
  compare(recorded, ours).map((difference) =>
    difference.what === "changed"
      ? `${difference.label} ${difference.path}`
      : `${difference.label} ${difference.what}`
  );

Deno.test("what both say within tolerance is no difference", () => {
  const recorded = item("A", {
    timestamp: "2026-11-22T07:00:00.000Z",
    list: [{ component: { name: "X" }, variable: { name: "Y" } }, {
      component: { name: "Z" },
      variable: { name: "Y" },
    }],
    sampledValue: [{ measurand: "Voltage", phase: "L1", value: 230.2 }],
  });
  const ours = item("A", {
    sampledValue: [{ value: 226, phase: "L1", measurand: "Voltage" }],
    list: [{ variable: { name: "Y" }, component: { name: "Z" } }, {
      component: { name: "X" },
      variable: { name: "Y" },
    }],
    timestamp: "2026-11-22T07:00:02.400Z",
  }, 2);
  assert.deepEqual(summary([recorded], [ours]), []);
});

Deno.test("a value, a time, a thing left out and a thing added are told apart", () => {
  assert.deepEqual(summary([item("A", { b: { c: 1 } })], [item("A", { b: { c: 2 } })]), ["A b.c"]);
  assert.deepEqual(summary([item("A", 1)], [item("A", 1, 3)]), ["A (sent)"]);
  assert.deepEqual(summary([item("A", 1), item("B", 1)], [item("B", 1)]), ["A missing"]);
  assert.deepEqual(summary([item("B", 1)], [item("B", 1), item("A", 1)]), ["A extra"]);
  const order = summary([item("A", 1), item("B", 1)], [item("B", 1), item("A", 1)]);
  assert.equal(order.length, 2, "the order within a stream counts");
});

Deno.test("what is hours apart is not the same thing", () => {
  assert.deepEqual(summary([item("A", 1)], [item("A", 1, 7200)]), ["A missing", "A extra"]);
});

const ENTRY: IntendedDifference = {
  what: "changed",
  stream: /Thing \d/,
  path: /b/,
  ours: /2|3/,
  times: { run1: 1 },
  source: "E02.FR.18",
  reason: "for a test",
};

const changed = (value: unknown) => compare([item("A", { b: 1 })], [item("A", { b: value })]);

Deno.test("a difference is explained by an entry that fits, as often as the entry says", () => {
  assert.deepEqual(explain("run1", changed(2), [ENTRY]), { unexplained: [], miscounted: [] });
  assert.equal(explain("run1", changed(4), [ENTRY]).unexplained.length, 1, "another value");
  assert.equal(explain("run2", changed(2), [ENTRY]).unexplained.length, 1, "another run");
  const partly = { ...ENTRY, stream: /Thing/ };
  assert.equal(explain("run1", changed(2), [partly]).unexplained.length, 1, "part of the stream's name");
});

Deno.test("an entry that explains nothing, or more than it says, does not hold", () => {
  const none = explain("run1", [], [ENTRY]);
  assert.match(none.miscounted.join(), /0 times instead of 1/);
  const some = explain("run1", [], [{ ...ENTRY, times: { run1: "some" } }]);
  assert.match(some.miscounted.join(), /0 times instead of some/);
  const twice = explain("run1", [...changed(2), ...changed(3)], [ENTRY]);
  assert.match(twice.miscounted.join(), /2 times instead of 1/);
});

Deno.test("the timeline shows what both sides said about it", () => {
  const recorded = [item("A", { b: 1 }, 1)];
  const ours = [item("A", { b: 2 }, 2)];
  const text = timeline(compare(recorded, ours), recorded, ours);
  assert.match(text, /~ 00:00:01.000 Thing 1 \(A\) b: recorded 1, ours 2/);
  assert.match(text, /00:00:01.000 recorded A \{"b":1\}\n.*00:00:02.000 ours {5}A \{"b":2\}/);
});
