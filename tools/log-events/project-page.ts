import { join } from "node:path";
import { VARYING_FIELDS } from "../../src/host/repetition-filter.ts";
import { BEGINNINGS, LOG_EVENTS, RECORDS } from "../../src/kernel/log-events.ts";
import { typescriptFiles } from "../coverage/project-files.ts";
import { formattedMarkdown } from "../formatted-markdown.ts";
import { renderPage } from "./page.ts";
import { findSayings, type SourceFile } from "./sayings.ts";
import { tableProblems } from "./table-problems.ts";

export const LOG_EVENTS_PAGE = "docs/log-events.md";
const TABLE = "src/kernel/log-events.ts";

/** The page of this project's events, and what is wrong with the calls of the log and their table. */
export async function projectLogEvents(root: string): Promise<{ page: string; problems: readonly string[] }> {
  const { sayings, problems } = findSayings(productFiles(root), LOG_EVENTS);
  const fields = new Set(sayings.flatMap((saying) => saying.fields));
  const unused = [...VARYING_FIELDS].filter((name) => !fields.has(name))
    .map((name) => `no event has the varying field ${name}`);
  const page = renderPage({
    table: LOG_EVENTS,
    sayings,
    varyingFields: [...VARYING_FIELDS],
    records: [...RECORDS],
    beginnings: [...BEGINNINGS],
  });
  return {
    page: await formattedMarkdown(root, page),
    problems: [...problems, ...tableProblems(LOG_EVENTS, sayings), ...unused],
  };
}

function productFiles(root: string): readonly SourceFile[] {
  return typescriptFiles(root, "src")
    .filter((path) => path !== TABLE && !path.includes("/generated/"))
    .map((path) => ({ path, text: Deno.readTextFileSync(join(root, path)) }));
}
