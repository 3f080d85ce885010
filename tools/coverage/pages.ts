import { formattedMarkdown } from "../formatted-markdown.ts";
import { renderCaseIndex } from "./case-index.ts";
import { projectFacts, projectTable, testedCases } from "./project-files.ts";
import { renderCoverage } from "./report.ts";

/** Path and text of every page that is made of the tables of requirements and the names of the tests. */
export async function coveragePages(root: string): Promise<ReadonlyMap<string, string>> {
  const facts = projectFacts(root);
  const cases = testedCases(root);
  const { rows } = projectTable(root);
  const coverage = renderCoverage({ facts, rows, testedCases: cases });
  return new Map([
    ["docs/coverage.md", await formattedMarkdown(root, coverage)],
    ["test/conformance/README.md", await formattedMarkdown(root, renderCaseIndex(facts.cases, cases))],
  ]);
}
