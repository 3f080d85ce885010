import assert from "node:assert/strict";
import { MAX_DISTINCT_REPORTS } from "../../../src/kernel/limits.ts";
import { OnceLog } from "../../../src/kernel/once-log.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("a problem is logged once at its level; a repetition is not logged and says so", () => {
  const log = new RecordingLogger();
  const once = new OnceLog(log);
  const logged = [1, 2, 3].map((i) => once.warning("meter", "a live value is ignored", { i }));
  assert.deepEqual(logged, [true, false, false]);
  assert.equal(once.notice("clock", "the bus dialect cannot be stored for the next start", {}), true);
  assert.deepEqual(log.lines.map(({ level, message }) => [level, message]), [
    ["warning", "a live value is ignored"],
    ["notice", "the bus dialect cannot be stored for the next start"],
  ]);
});

Deno.test("past the limit every further problem counts as a repetition", () => {
  const log = new RecordingLogger();
  const once = new OnceLog(log);
  for (let i = 0; i <= MAX_DISTINCT_REPORTS; i++) once.warning(`problem ${i}`, "a live value is ignored", {});
  assert.equal(log.messages("warning").length, MAX_DISTINCT_REPORTS);
  assert.equal(once.warning("another", "a live value is ignored", {}), false);
});
