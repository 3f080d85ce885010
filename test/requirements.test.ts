import assert from "node:assert/strict";
import { join } from "node:path";
import { coveragePages } from "../tools/coverage/pages.ts";
import { fileReader, projectFacts, projectTable, testedCases } from "../tools/coverage/project-files.ts";
import { rowProblems } from "../tools/coverage/row-problems.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

Deno.test("the tables of requirements name places and tests that exist", () => {
  const { rows, problems } = projectTable(ROOT);
  assert.ok(rows.length > 500, `only ${rows.length} rows found: is the reader broken?`);
  assert.deepEqual(
    [...problems, ...rowProblems(rows, projectFacts(ROOT).requirements, fileReader(ROOT))],
    [],
  );
});

Deno.test("the coverage report and the index of cases are up to date", async () => {
  for (const [path, page] of await coveragePages(ROOT)) {
    const written = Deno.readTextFileSync(join(ROOT, path));
    assert.ok(written === page, `${path} is out of date: run \`deno task coverage\``);
  }
});

Deno.test("every certification case with a test is one of the standard", () => {
  const known = new Set(projectFacts(ROOT).cases.map(({ id }) => id));
  assert.deepEqual([...testedCases(ROOT)].filter((id) => !known.has(id)), []);
});
