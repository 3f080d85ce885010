/**
 * `deno task coverage`: docs/coverage.md and the index of certification cases, from the tables in `requirements/`, the
 * facts of the standard in `test/fixtures/ocpp201` and the names of the conformance tests. `--check` writes nothing and
 * exits with 1 when one of them is out of date or a table is wrong.
 */
import { join } from "node:path";
import { renderCaseIndex } from "./coverage/case-index.ts";
import { fileReader, projectFacts, projectTable, testedCases } from "./coverage/project-files.ts";
import { renderCoverage } from "./coverage/report.ts";
import { rowProblems } from "./coverage/row-problems.ts";
import { formattedMarkdown } from "./formatted-markdown.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

if (import.meta.main) {
  const facts = projectFacts(ROOT);
  const { rows, problems } = projectTable(ROOT);
  const cases = testedCases(ROOT);
  const written = {
    "docs/coverage.md": renderCoverage({ facts, rows, testedCases: cases }),
    "test/conformance/README.md": renderCaseIndex(facts.cases, cases),
  };
  const wrong = [...problems, ...rowProblems(rows, facts.requirements, fileReader(ROOT))];
  for (const [path, markdown] of Object.entries(written)) {
    const text = await formattedMarkdown(ROOT, markdown);
    if (!Deno.args.includes("--check")) {
      Deno.writeTextFileSync(join(ROOT, path), text);
    } else if (Deno.readTextFileSync(join(ROOT, path)) !== text) {
      wrong.push(`${path} is out of date: run \`deno task coverage\``);
    }
  }
  for (const problem of wrong) console.error(problem);
  Deno.exit(wrong.length === 0 ? 0 : 1);
}
