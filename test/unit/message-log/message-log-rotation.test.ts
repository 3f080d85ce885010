import assert from "node:assert/strict";
import fc from "fast-check";
import type { LogRotation } from "../../../src/message-log/message-log-config.ts";
import { planRotation } from "../../../src/message-log/message-log-rotation.ts";

const rotation = (maximumFiles: number, suffix: LogRotation["suffix"] = "number"): LogRotation => ({
  maximumFileBytes: 1,
  maximumFiles,
  suffix,
});
const DATE = "20260115100000";

/** The names in the directory after the plan, and fails when a file would be overwritten. */
function after(names: readonly string[], settings: LogRotation, date = DATE): string[] {
  const plan = planRotation("a.log", names, settings, date);
  const files = new Set(names);
  for (const name of plan.remove) assert.ok(files.delete(name), `${name} is not there`);
  for (const { from, to } of plan.rename) {
    assert.ok(files.delete(from), `${from} is not there`);
    assert.ok(!files.has(to), `${to} would be overwritten`);
    files.add(to);
  }
  return [...files].sort();
}

Deno.test("files move up by one, the tenth before the ninth", () => {
  const names = ["a.log", ...Array.from({ length: 11 }, (_, index) => `a.log.${index}`)];
  const expected = Array.from({ length: 12 }, (_, index) => `a.log.${index}`).sort();
  assert.deepEqual(after(names, rotation(0)), expected);
});

Deno.test("the oldest files go when there would be too many, the current one counted", () => {
  assert.deepEqual(after(["a.log", "a.log.0", "a.log.1"], rotation(3)), ["a.log.0", "a.log.1"]);
  assert.deepEqual(after(["a.log", "a.log.0", "a.log.10", "a.log.9"], rotation(2)), ["a.log.0"]);
  assert.deepEqual(after(["a.log"], rotation(1)), []);
});

Deno.test("a date suffix names the moment, and two rotations in one second do not collide", () => {
  assert.deepEqual(after(["a.log"], rotation(0, "date")), [`a.log.${DATE}`]);
  const again = ["a.log", `a.log.${DATE}`];
  assert.deepEqual(after(again, rotation(0, "date")), [`a.log.${DATE}`, `a.log.${DATE}-1`]);
  const dated = ["a.log", "a.log.20250101000000", "a.log.20260101000000"];
  assert.deepEqual(after(dated, rotation(3, "date")), ["a.log.20260101000000", `a.log.${DATE}`]);
});

Deno.test("files from before the suffix was changed count as the oldest", () => {
  assert.deepEqual(after(["a.log", "a.log.0", "a.log.20250101000000"], rotation(3)), ["a.log.0", "a.log.1"]);
  assert.deepEqual(after(["a.log", "a.log.0", "a.log.20250101000000"], rotation(3, "date")), [
    "a.log.20250101000000",
    `a.log.${DATE}`,
  ]);
});

Deno.test("files of others are left alone", () => {
  const others = ["a.log.gz", "a.log.0.gz", "b.log.0", "a.html", "a.log.x", "a.log.1234567"];
  assert.deepEqual(after([...others, "a.log"], rotation(2)), [...others, "a.log.0"].sort());
});

Deno.test("however often it rotates, no file is overwritten and the number stays bounded", () => {
  const steps = fc.array(
    fc.record({
      max: fc.integer({ min: 0, max: 4 }),
      suffix: fc.constantFrom("number" as const, "date" as const),
    }),
    { maxLength: 30 },
  );
  fc.assert(fc.property(steps, (settings) => {
    let names: string[] = [];
    for (const { max, suffix } of settings) {
      names = after([...names, "a.log"], rotation(max, suffix));
      if (max > 0) assert.ok(names.length <= Math.max(0, max - 1), names.join());
    }
  }));
});
