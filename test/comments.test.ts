import assert from "node:assert/strict";
import { join } from "node:path";
import { LOG_EVENTS } from "../src/kernel/log-events.ts";
import { crowdedComments } from "../tools/comments/crowded-comments.ts";
import { vagueComments, vagueWords } from "../tools/comments/vague-words.ts";
import { typescriptFiles } from "../tools/coverage/project-files.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

/** `src/file.ts:` with each finding in a source of ours. */
function findings<T>(find: (source: string) => readonly T[]): string[] {
  return typescriptFiles(ROOT, "src").filter((path) => !path.includes("/generated/")).flatMap((path) =>
    find(Deno.readTextFileSync(join(ROOT, path))).map((finding) => `${path}:${finding}`)
  );
}

Deno.test("no comment in src lists more than two ids of requirements and use cases", () => {
  assert.deepEqual(findings(crowdedComments), []);
});

Deno.test("comments in src and log lines say stored, accepted, received or reported, not kept, taken, held or told", () => {
  assert.deepEqual(findings(vagueComments), []);
  assert.deepEqual(Object.keys(LOG_EVENTS).filter((text) => vagueWords(text).length > 0), []);
});
