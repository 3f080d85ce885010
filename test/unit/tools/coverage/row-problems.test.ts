import assert from "node:assert/strict";
import type { RequirementRow } from "../../../../tools/coverage/requirement-table.ts";
import { declares, rowProblems } from "../../../../tools/coverage/row-problems.ts";

const SOURCE = `import { other } from "./other.ts";

export const LIMIT = 3;
export type Kind = "a" | "b";

/** Mentions Ghost. */
export async function decide(kind: Kind): Promise<void> {
  const inner = 1;
}

export class Block {
  readonly #state = 1;
  async handle(): Promise<void> {}
}
`;
const FILES: Readonly<Record<string, string>> = { "src/a.ts": SOURCE, "test/a.test.ts": "" };
const FACTS = [
  { id: "B01.FR.01", binds: "station" },
  { id: "B01.FR.02", binds: "csms" },
] as const;

const problemsOf = (row: RequirementRow) => rowProblems([row], FACTS, (path) => FILES[path]);
const decided = (
  changes: { id?: string; decidedIn?: string[]; shownBy?: string[] } = {},
): RequirementRow => ({
  kind: "decided",
  id: "B01.FR.01",
  decidedIn: ["src/a.ts#decide"],
  shownBy: ["test/a.test.ts"],
  ...changes,
});

Deno.test("a row whose place and test exist is right", () => {
  assert.deepEqual(problemsOf(decided()), []);
  assert.deepEqual(problemsOf(decided({ decidedIn: ["src/a.ts#Block.handle"] })), []);
});

Deno.test("an id that the standard does not have, or that binds the CSMS alone, is a problem", () => {
  assert.match(problemsOf(decided({ id: "B99.FR.01" })).join(), /no requirement/);
  assert.match(problemsOf(decided({ id: "B01.FR.02" })).join(), /binds the CSMS alone/);
});

Deno.test("a place that does not exist is a problem", () => {
  assert.match(problemsOf(decided({ decidedIn: ["src/b.ts#decide"] })).join(), /src\/b\.ts does not exist/);
  assert.match(
    problemsOf(decided({ decidedIn: ["src/a.ts#Ghost"] })).join(),
    /declares no function, class or constant Ghost/,
  );
  assert.match(problemsOf(decided({ decidedIn: ["src/a.ts"] })).join(), /form/);
});

Deno.test("a test that does not exist, or is none, is a problem", () => {
  assert.match(problemsOf(decided({ shownBy: ["test/b.test.ts"] })).join(), /does not exist/);
  assert.match(problemsOf(decided({ shownBy: ["src/a.ts"] })).join(), /no test file/);
});

Deno.test("a given row is right when its test exists", () => {
  const given = (path: string) =>
    problemsOf({ kind: "given", id: "B01.FR.01", by: "runtime", shownBy: [path] });
  assert.deepEqual(given("test/a.test.ts"), []);
  assert.match(given("test/b.test.ts").join(), /does not exist/);
});

Deno.test("top-level functions, classes, constants and their members are symbols; types, locals, imports and comments are none", () => {
  for (const symbol of ["LIMIT", "decide", "Block", "Block.handle", "Block.#state"]) {
    assert.ok(declares(SOURCE, symbol), symbol);
  }
  for (
    const symbol of ["Kind", "inner", "other", "Ghost", "dec", "Block.gone", "decide.handle", "LIMIT.handle"]
  ) {
    assert.ok(!declares(SOURCE, symbol), symbol);
  }
});
