import assert from "node:assert/strict";
import { type CoverageInput, renderCoverage } from "../../../../tools/coverage/report.ts";

function input(changes: Partial<CoverageInput> = {}): CoverageInput {
  return {
    facts: {
      requirements: [
        { id: "B01.FR.01", binds: "station" },
        { id: "B01.FR.02", binds: "csms" },
        { id: "B01.FR.03", binds: "station" },
        { id: "B02.FR.01", binds: "check" },
        { id: "B02.FR.02", binds: "check" },
        { id: "B02.FR.03", binds: "station" },
      ],
      cases: [
        { id: "TC_B_01_CS", name: "Cold boot", profiles: { Core: "M" } },
        { id: "TC_B_02_CS", name: "Pending", profiles: {} },
      ],
    },
    rows: [
      { kind: "decided", id: "B01.FR.01", decidedIn: ["src/a.ts#a"], shownBy: ["test/a.test.ts"] },
      { kind: "decided", id: "B01.FR.03", decidedIn: ["src/a.ts#a"], shownBy: [] },
      { kind: "notApplicable", id: "B02.FR.01", reason: "Nothing here does this." },
      { kind: "given", id: "B02.FR.03", by: "runtime", shownBy: ["test/a.test.ts"] },
    ],
    testedCases: new Set(["TC_B_01_CS"]),
    ...changes,
  };
}

Deno.test("a block is counted: decided, given, shown, not applicable, uncovered, cases; the CSMS's own are left out", () => {
  assert.match(renderCoverage(input()), /\| B Provisioning \| 5 \| 2 \| 1 \| 2 \| 1 \| 1 \| 1 of 2 \|/);
  assert.match(renderCoverage(input()), /\| \*\*all\*\* \| 5 \| 2 \| 1 \| 2 \| 1 \| 1 \| 1 of 2 \|/);
  assert.match(
    renderCoverage(input()),
    /\| D Local authorization list \| 0 \| 0 \| 0 \| 0 \| 0 \| 0 \| – \|/,
  );
});

Deno.test("what is open is listed by id", () => {
  const report = renderCoverage(input());
  assert.match(report, /Uncovered \(1\): B02\.FR\.02\./);
  assert.match(report, /Decided, not shown by a test \(1\): B01\.FR\.03\./);
  assert.match(report, /Cases without a test \(1\): TC_B_02_CS\./);
  assert.doesNotMatch(report, /B01\.FR\.02/);
});

Deno.test("a block without anything open has no section", () => {
  assert.doesNotMatch(renderCoverage(input()), /^## [^B]/m);
  assert.match(renderCoverage(input()), /^## B Provisioning$/m);
});
