/**
 * `deno task coverage`: docs/coverage.md from the requirements that `src` and the tests name, the names of the conformance
 * tests, and the tables of requirements and certification cases in `../shared/data/ocpp201`. Without those tables there
 * is nothing to measure against: the report stays as it is and the exit code is 1.
 */
import { join } from "node:path";
import { citationsBelow, testedCases } from "./coverage/citations.ts";
import { renderCoverage } from "./coverage/report.ts";
import { readCases, readRequirements } from "./coverage/tables.ts";

/** The tests of this tool name requirements that prove nothing. */
const isTest = (path: string) => path.endsWith(".test.ts") && !path.includes("/test/unit/tools/");

if (import.meta.main) {
  const root = join(import.meta.dirname ?? ".", "..");
  const tables = join(root, "../shared/data/ocpp201");
  const read = (name: string) => Deno.readTextFileSync(join(tables, name));
  try {
    const [requirementsCsv, casesCsv] = [read("requirements.csv"), read("certification-cases.csv")];
    const report = renderCoverage({
      requirements: readRequirements(requirementsCsv, casesCsv),
      cases: readCases(casesCsv),
      source: citationsBelow(join(root, "src"), root, () => true),
      tests: citationsBelow(join(root, "test"), root, isTest),
      testedCases: testedCases(join(root, "test/conformance")),
    });
    Deno.writeTextFileSync(join(root, "docs/coverage.md"), report);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.error(`docs/coverage.md is left as it is: ${error.message}`);
    Deno.exit(1);
  }
}
