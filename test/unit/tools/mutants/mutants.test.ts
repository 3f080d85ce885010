import assert from "node:assert/strict";
import { lineOf, mutated, mutationsOf } from "../../../../tools/mutants/mutations.ts";
import { nearestTests } from "../../../../tools/mutants/nearest-tests.ts";
import type { RequirementRow } from "../../../../tools/coverage/requirement-table.ts";
import { drawn } from "../../../../tools/mutants/draw.ts";
import { renderPage, type Verdict } from "../../../../tools/mutants/report.ts";
import { stationTests } from "../../../../tools/mutants/station-tests.ts";

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

Deno.test("a seed draws the same places each time, another seed others, and each place once", () => {
  const places = Array.from({ length: 100 }, (_, index) => index);
  const first = drawn(places, 10, 1);
  assert.deepEqual(drawn(places, 10, 1), first);
  assert.notDeepEqual(drawn(places, 10, 2), first);
  assert.equal(new Set(first).size, 10);
  assert.deepEqual(first, first.toSorted((a, b) => a - b));
  assert.deepEqual(drawn(places, 200, 1), places);
  // Every place has a chance.
  const ever = Array.from({ length: 200 }, (_, seed) => drawn(places, 10, seed)).flat();
  assert.equal(new Set(ever).size, 100);
});

const row = (id: string, decidedIn: string, ...shownBy: string[]): RequirementRow => ({
  kind: "decided",
  id,
  decidedIn: [`${decidedIn}#decide`],
  shownBy,
});

Deno.test("tests of the whole station are those of what is decided in the file, then in its folder", () => {
  const rows = [
    row("A01.FR.01", "src/station/a/b.ts", "test/conformance/tc-a.test.ts", "test/unit/station/a/b.test.ts"),
    row("A01.FR.02", "src/station/a/c.ts", "test/conformance/tc-a.test.ts", "test/integration/c.test.ts"),
    row("A01.FR.03", "src/station/d/e.ts", "test/integration/e.test.ts"),
  ];
  assert.deepEqual(stationTests("src/station/a/b.ts", rows), [
    ["test/conformance/tc-a.test.ts"],
    ["test/integration/c.test.ts"],
  ]);
  assert.deepEqual(stationTests("src/station/a/f.ts", rows), [
    ["test/conformance/tc-a.test.ts", "test/integration/c.test.ts"],
  ]);
  assert.deepEqual(stationTests("src/station/g/h.ts", rows), []);
});

Deno.test("the tests that are named for folders exist", () => {
  for (
    const folder of ["src/csms", "src/csms/tls", "src/csms/websocket", "src/csms/examination", "src/station"]
  ) {
    const [tests = []] = stationTests(`${folder}/x.ts`, []);
    assert(tests.length > 0);
    for (const test of tests) assert(Deno.statSync(new URL(`../../../../${test}`, import.meta.url)).isFile);
  }
});

Deno.test("the page counts per folder and lists the survivors, but for those without effect", () => {
  const verdict = (file: string, outcome: Verdict["outcome"], mutant = "a || b"): Verdict => ({
    ...{ file, line: 3, operator: "logic", original: "a && b", mutant, outcome },
  });
  const verdicts = [
    verdict("src/b/y.ts", "survived"),
    verdict("src/b/y.ts", "survived", "known"),
    verdict("src/a/x.ts", "killedByUnitTest"),
    verdict("src/a/x.ts", "killedByStationTest"),
  ];
  const run = { date: "2026-01-15", seed: 7, outOf: 90, verdicts };
  const page = renderPage(run, new Map([["src/b/y.ts: a && b -> known", "nobody reads it"]]));
  const lines = page.split("\n");
  assert.deepEqual(lines.filter((line) => line.startsWith("| `") || line.startsWith("| all")), [
    "| `src/a` | 2 | 1 | 1 | 0 | 0 |",
    "| `src/b` | 2 | 0 | 0 | 1 | 1 |",
    "| all | 4 | 1 | 1 | 1 | 1 |",
  ]);
  assert.match(page, /Of 90 mutants .* 4 were drawn with seed 7 on 2026-01-15/);
  const survivors = lines.slice(lines.indexOf("## Survivors"));
  assert.deepEqual(survivors.filter((line) => line.trim() !== "" && !line.includes("```")), [
    "## Survivors",
    "- `src/b/y.ts:3` (logic)",
    "  - a && b",
    "  + a || b",
  ]);
});
