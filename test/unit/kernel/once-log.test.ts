import assert from "node:assert/strict";
import { MAX_DISTINCT_REPORTS } from "../../../src/kernel/limits.ts";
import { OnceLog } from "../../../src/kernel/once-log.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("a problem is logged once at its level and repeated at debug level", () => {
  const log = new RecordingLogger();
  const once = new OnceLog(log);
  for (let i = 0; i < 3; i++) once.warning("meter", "meter is wrong", { i });
  once.notice("clock", "clock is off", {});
  assert.deepEqual(log.lines.map(({ level, message }) => [level, message]), [
    ["warning", "meter is wrong"],
    ["debug", "meter is wrong"],
    ["debug", "meter is wrong"],
    ["notice", "clock is off"],
  ]);
});

Deno.test("past the limit every further problem goes to debug level", () => {
  const log = new RecordingLogger();
  const once = new OnceLog(log);
  for (let i = 0; i <= MAX_DISTINCT_REPORTS; i++) once.warning(`problem ${i}`, "problem", {});
  assert.equal(log.messages("warning").length, MAX_DISTINCT_REPORTS);
  assert.equal(log.messages("debug").length, 1);
});
