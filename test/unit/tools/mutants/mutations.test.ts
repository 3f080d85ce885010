import assert from "node:assert/strict";
import { lineOf, mutated, mutationsOf } from "../../../../tools/mutants/mutations.ts";
import { nearestTests } from "../../../../tools/mutants/nearest-tests.ts";
import { renderReport } from "../../../../tools/mutants/report.ts";
import { evenSample } from "../../../../tools/mutants/sample.ts";

const mutants = (source: string) => mutationsOf(source).map((mutation) => mutated(source, mutation));

for (
  const [source, expected] of [
    ["a === b;", ["a !== b;"]],
    ["a < b;", ["a <= b;"]],
    ["a && b;", ["a || b;"]],
    ["a + 1;", ["a - 1;"]],
    ["x = a ?? b();", ["x = (b());"]],
    ["x = true;", ["x = false;"]],
    ["if (a) b = 1;", ["if (!(a)) b = 1;"]],
    ["x = a ? 1 : 2;", ["x = !(a) ? 1 : 2;"]],
    ["void send(1);", [";"]],
    ["await this.#close();", [";"]],
    // Neither types, imports nor log lines are behaviour.
    ["type A = true;", []],
    ["import { a } from 'b';", []],
    ["log.info('x', { y: a + b });", []],
    ["this.#log.error(`${a === b}`);", []],
  ] as const
) {
  Deno.test(`mutants of ${source}`, () => assert.deepEqual(mutants(source), expected));
}

Deno.test("nested places are mutated one at a time", () => {
  assert.deepEqual(mutants("if (a === b || c) d();"), [
    "if (!(a === b || c)) d();",
    "if (a === b && c) d();",
    "if (a !== b || c) d();",
    "if (a === b || c) ;",
  ]);
});

Deno.test("a place is named by its line", () => assert.equal(lineOf("a\nb\nc", 2), 2));

Deno.test("nearest are the test of the same name and the folder that mirrors the source", () => {
  const existing = new Set(["test/unit/station/a/b.test.ts", "test/unit/station/a"]);
  const exists = (path: string) => existing.has(path);
  assert.deepEqual(nearestTests("src/station/a/b.ts", exists), [
    "test/unit/station/a/b.test.ts",
    "test/unit/station/a",
  ]);
  assert.deepEqual(nearestTests("src/station/a/c.ts", exists), ["test/unit/station/a"]);
  assert.deepEqual(nearestTests("src/station/d/e.ts", exists), []);
});

Deno.test("a sample is spread over all places, and another offset takes others", () => {
  const places = Array.from({ length: 10 }, (_, index) => index);
  assert.deepEqual(evenSample(places, 3, 0), [0, 3, 6]);
  assert.deepEqual(evenSample(places, 3, 1), [1, 4, 7]);
  assert.deepEqual(evenSample(places, 20, 5), places);
});

Deno.test("the report counts per folder and names the survivors", () => {
  const verdict = (file: string, outcome: "killed" | "survived") =>
    ({ file, line: 3, operator: "logic", text: "  a || b", outcome }) as const;
  assert.deepEqual(
    renderReport([verdict("src/a/x.ts", "killed"), verdict("src/b/y.ts", "survived")]).split("\n"),
    [
      "src/a                                    killed 1, survived 0",
      "src/b                                    killed 0, survived 1",
      "all                                      killed 1, survived 1",
      "",
      "survived src/b/y.ts:3 logic: a || b",
    ],
  );
});
