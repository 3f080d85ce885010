import assert from "node:assert/strict";
import { createDialectMemory } from "../../../src/host/dialect-memory.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("the dialect of the bus is remembered over restarts", async () => {
  const directory = await Deno.makeTempDir();
  const log = new RecordingLogger();
  assert.equal(createDialectMemory(directory, log).recall(), undefined);
  createDialectMemory(directory, log).remember("2026.08");
  assert.equal(createDialectMemory(directory, log).recall(), "2026.08");
  await Deno.writeTextFile(`${directory}/everest-bus-dialect`, "2099.01");
  assert.equal(createDialectMemory(directory, log).recall(), undefined);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("a directory that cannot be written costs a line in the log and nothing else", () => {
  const log = new RecordingLogger();
  createDialectMemory("/nonexistent", log).remember("2025.12");
  assert.equal(log.messages("notice").length, 1);
});
