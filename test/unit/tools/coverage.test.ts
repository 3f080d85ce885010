import assert from "node:assert/strict";
import { join } from "node:path";
import { citationsBelow, testedCases } from "../../../tools/coverage/citations.ts";
import { type CoverageInput, renderCoverage } from "../../../tools/coverage/report.ts";
import { parseCsv, readCases, readRequirements, requirementIds } from "../../../tools/coverage/tables.ts";

const REQUIREMENTS = "requirement,use_case,binds_station,libocpp_status,certification_cases\n" +
  "B01.FR.01,B01,yes,implemented,\nB01.FR.02,B01,csms,CSMS,\nB02.FR.01,B02,check,open,\n";
const CASES =
  `case,name,use_cases,requirements,profiles\nTC_B_01_CS,"Boot, ""cold""","B01, B02","B01.FR.01, x",Core:M\n` +
  "TC_B_02_CS,Pending,B02,N/a,Core:M\n";

function input(changes: Partial<CoverageInput> = {}): CoverageInput {
  return {
    requirements: readRequirements(REQUIREMENTS, CASES),
    cases: readCases(CASES),
    source: new Map([["B01.FR.01", ["src/station/a.ts"]]]),
    tests: new Map(),
    testedCases: new Set(["TC_B_01_CS"]),
    ...changes,
  };
}

Deno.test("quoted cells may hold commas and quotes", () => {
  assert.deepEqual(parseCsv(CASES)[0], ["TC_B_01_CS", 'Boot, "cold"', "B01, B02", "B01.FR.01, x", "Core:M"]);
  assert.equal(parseCsv(CASES).length, 2);
  assert.deepEqual(parseCsv('h,h\n,"a\nb"\n'), [["", "a\nb"]]);
});

Deno.test("only whole requirement names count, each once", () => {
  assert.deepEqual(requirementIds("// E04.FR.03: why, A00.FR.426 E04.FR.03 A00.FR.3xx Z01.FR.01 E04.FR.3"), [
    "E04.FR.03",
    "A00.FR.426",
  ]);
});

Deno.test("a requirement is tested by a test that names it or by a case that covers it", () => {
  assert.match(renderCoverage(input()), /\| B Provisioning \| 1 of 2 \| 1 of 2 \| 1 of 2 \|/);
  const named = new Map([["B02.FR.01", ["test/unit/b.test.ts"]]]);
  assert.match(renderCoverage(input({ tests: named })), /\| B Provisioning \| 1 of 2 \| 2 of 2 \| 1 of 2 \|/);
  const none = input({ testedCases: new Set() });
  assert.match(renderCoverage(none), /\| B Provisioning \| 1 of 2 \| 0 of 2 \| 0 of 2 \|/);
  assert.match(renderCoverage(none), /- B01\.FR\.01: `station\/a\.ts`; no test/);
});

Deno.test("what binds the CSMS alone is left out, what is not cited is named", () => {
  const report = renderCoverage(input());
  assert.doesNotMatch(report, /B01\.FR\.02/);
  assert.match(report, /Not cited \(1\): B02\.FR\.01\./);
  assert.match(report, /Cases without a test \(1\): TC_B_02_CS\./);
});

Deno.test("a citation that leads nowhere is pointed out", () => {
  assert.doesNotMatch(renderCoverage(input()), /not in the table/);
  const report = renderCoverage(input({ source: new Map([["B99.FR.01", ["src/x.ts"]]]) }));
  assert.match(
    report,
    /## Cited, but not in the table of requirements\n\n[^\n]+\n\n- B99\.FR\.01: `src\/x\.ts`/,
  );
});

Deno.test("citations and cases are collected in a fixed order from the files", async () => {
  const root = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(root, "src/b"), { recursive: true });
    await Deno.writeTextFile(join(root, "src/b/z.ts"), "// B02.FR.01: x\n// B01.FR.01\n");
    await Deno.writeTextFile(join(root, "src/a.ts"), "// B02.FR.01\n");
    await Deno.writeTextFile(join(root, "src/notes.md"), "B03.FR.01");
    await Deno.writeTextFile(join(root, "src/tc-b-01-cs.test.ts"), "// B04.FR.01");
    assert.deepEqual([...citationsBelow(join(root, "src"), root, () => true)], [
      ["B01.FR.01", ["src/b/z.ts"]],
      ["B02.FR.01", ["src/a.ts", "src/b/z.ts"]],
      ["B04.FR.01", ["src/tc-b-01-cs.test.ts"]],
    ]);
    assert.deepEqual(
      [...citationsBelow(join(root, "src"), root, (path) => path.endsWith(".test.ts")).keys()],
      ["B04.FR.01"],
    );
    assert.deepEqual([...testedCases(join(root, "src"))], ["TC_B_01_CS"]);
    assert.deepEqual([...citationsBelow(join(root, "nothing"), root, () => true)], []);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
