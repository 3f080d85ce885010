import assert from "node:assert/strict";
import { readTable } from "../../../../tools/coverage/requirement-table.ts";

Deno.test("a row says where a requirement is decided, what gives it, or why it is not applicable", () => {
  const table = {
    "B01.FR.01": { decidedIn: ["src/a.ts#a"], shownBy: ["test/a.test.ts"] },
    "B01.FR.02": { decidedIn: ["src/a.ts#a"] },
    "B01.FR.03": { notApplicable: "Nothing here does this." },
    "B01.FR.04": { givenBy: "runtime", shownBy: ["test/a.test.ts"] },
  };
  assert.deepEqual(readTable("B", JSON.stringify(table)), {
    rows: [
      { kind: "decided", id: "B01.FR.01", decidedIn: ["src/a.ts#a"], shownBy: ["test/a.test.ts"] },
      { kind: "decided", id: "B01.FR.02", decidedIn: ["src/a.ts#a"], shownBy: [] },
      { kind: "notApplicable", id: "B01.FR.03", reason: "Nothing here does this." },
      { kind: "given", id: "B01.FR.04", by: "runtime", shownBy: ["test/a.test.ts"] },
    ],
    problems: [],
  });
});

const WRONG: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
  [
    "decided and not applicable",
    { "B01.FR.01": { decidedIn: ["src/a.ts#a"], notApplicable: "It is." } },
    /at once/,
  ],
  [
    "shown and not applicable",
    { "B01.FR.01": { shownBy: ["test/a.test.ts"], notApplicable: "It is." } },
    /at once/,
  ],
  ["without a place", { "B01.FR.01": { shownBy: ["test/a.test.ts"] } }, /names no place/],
  ["with an empty list of places", { "B01.FR.01": { decidedIn: [] } }, /names no place/],
  ["with a text for a list", { "B01.FR.01": { decidedIn: "src/a.ts#a" } }, /names no place/],
  ["with tests that are no list", { "B01.FR.01": { decidedIn: ["a"], shownBy: "t" } }, /list of tests/],
  ["with a word for a reason", { "B01.FR.01": { notApplicable: "no" } }, /no sentence/],
  [
    "given and decided",
    { "B01.FR.01": { givenBy: "runtime", decidedIn: ["src/a.ts#a"], shownBy: ["test/a.test.ts"] } },
    /at once/,
  ],
  [
    "given and not applicable",
    { "B01.FR.01": { givenBy: "runtime", notApplicable: "It is." } },
    /at once/,
  ],
  ["given without a test", { "B01.FR.01": { givenBy: "runtime" } }, /names no test/],
  [
    "given with an empty list of tests",
    { "B01.FR.01": { givenBy: "runtime", shownBy: [] } },
    /names no test/,
  ],
  [
    "given by somebody else",
    { "B01.FR.01": { givenBy: "luck", shownBy: ["test/a.test.ts"] } },
    /is given by luck/,
  ],
  ["with an unknown field", { "B01.FR.01": { decidedIn: ["a"], note: "x" } }, /unknown field note/],
  ["no object", { "B01.FR.01": null }, /no object/],
  ["of another block", { "C01.FR.01": { decidedIn: ["a"] } }, /stands in the table of block B/],
  [
    "out of order",
    { "B01.FR.02": { decidedIn: ["a"] }, "B01.FR.01": { decidedIn: ["a"] } },
    /not sorted/,
  ],
];

for (const [name, table, problem] of WRONG) {
  Deno.test(`a row ${name} is a problem`, () => {
    assert.match(readTable("B", JSON.stringify(table)).problems.join(), problem);
  });
}
