import assert from "node:assert/strict";
import { DroppedMessages, MAX_COUNTED_REASONS } from "../../../src/everest/dropped-messages.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("dropped are logged when they first happen and at every tenfold", () => {
  const logger = new RecordingLogger();
  const dropped = new DroppedMessages(logger);
  for (let i = 0; i < 1500; i++) dropped.count("t", "is not JSON");
  dropped.count("t", "has no data");
  assert.deepEqual(logger.lines.map(({ fields }) => [fields.reason, fields.count]), [
    ["is not JSON", 1],
    ["is not JSON", 10],
    ["is not JSON", 100],
    ["is not JSON", 1000],
    ["has no data", 1],
  ]);
});

Deno.test("dropped about ever new topics do not fill memory or log", () => {
  const logger = new RecordingLogger();
  const dropped = new DroppedMessages(logger);
  for (let i = 0; i < MAX_COUNTED_REASONS + 1000; i++) dropped.count(`t${i}`, "is not JSON");
  assert.equal(logger.lines.length, MAX_COUNTED_REASONS + 4); // the others: 1, 10, 100, 1000
});
