/**
 * `deno task coverage`: docs/coverage.md and the index of certification cases, from the tables in `requirements/`, the
 * facts of the standard in `test/fixtures/ocpp201` and the names of the conformance tests. `--check` writes nothing and
 * exits with 1 when one of them is out of date or a table is wrong.
 */
import { join } from "node:path";
import { coveragePages } from "./coverage/pages.ts";
import { fileReader, projectFacts, projectTable } from "./coverage/project-files.ts";
import { rowProblems } from "./coverage/row-problems.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

if (import.meta.main) {
  const facts = projectFacts(ROOT);
  const { rows, problems } = projectTable(ROOT);
  const wrong = [...problems, ...rowProblems(rows, facts.requirements, fileReader(ROOT))];
  for (const [path, text] of await coveragePages(ROOT)) {
    if (!Deno.args.includes("--check")) {
      Deno.writeTextFileSync(join(ROOT, path), text);
    } else if (Deno.readTextFileSync(join(ROOT, path)) !== text) {
      wrong.push(`${path} is out of date: run \`deno task coverage\``);
    }
  }
  for (const problem of wrong) console.error(problem);
  Deno.exit(wrong.length === 0 ? 0 : 1);
}
