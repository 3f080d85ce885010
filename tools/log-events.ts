/**
 * `deno task log-events`: docs/log-events.md from the table of events and the calls of the log. `--check` writes nothing
 * and exits with 1 when the page is out of date. Both exit with 1 when a call or the table is wrong.
 */
import { join } from "node:path";
import { LOG_EVENTS_PAGE, projectLogEvents } from "./log-events/project-page.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

if (import.meta.main) {
  const { page, problems } = await projectLogEvents(ROOT);
  const wrong = [...problems];
  const path = join(ROOT, LOG_EVENTS_PAGE);
  if (!Deno.args.includes("--check")) Deno.writeTextFileSync(path, page);
  else if (Deno.readTextFileSync(path) !== page) {
    wrong.push(`${LOG_EVENTS_PAGE} is out of date: run \`deno task log-events\``);
  }
  for (const problem of wrong) console.error(problem);
  Deno.exit(wrong.length === 0 ? 0 : 1);
}
