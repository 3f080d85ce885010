import assert from "node:assert/strict";
import { join } from "node:path";
import { LOG_EVENTS } from "../src/kernel/log-events.ts";
import type { Logger } from "../src/kernel/logger.ts";
import { LOG_EVENTS_PAGE, projectLogEvents } from "../tools/log-events/project-page.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

Deno.test("every line of the log is an event with a name of its own, and docs/log-events.md lists them", async () => {
  const { page, problems } = await projectLogEvents(ROOT);
  assert.deepEqual(problems, []);
  const rows = page.split("\n").filter((line) => line.startsWith("| `")).length;
  assert.equal(rows, Object.keys(LOG_EVENTS).length);
  const written = await Deno.readTextFile(join(ROOT, LOG_EVENTS_PAGE));
  assert.ok(written === page, `${LOG_EVENTS_PAGE} is out of date: run \`deno task log-events\``);
});

/** What the type check refuses; never called. */
export function refusedByTheTypes(log: Logger, reason: string): void {
  log.info("connected to the CSMS");
  // @ts-expect-error: a text that is not in the table.
  log.info("connected to the CSMS at last");
  // @ts-expect-error: a text that is not constant.
  log.info(`connected to the CSMS: ${reason}`);
  // @ts-expect-error: any text at all.
  log.child("csms").info(reason);
}
