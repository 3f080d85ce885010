import assert from "node:assert/strict";
import { DialectWatch } from "../../../src/everest/dialect-watch.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("the watch decides as soon as the evidence suffices, and only once", async () => {
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const watch = new DialectWatch({ spawnedByManager: false }, clock, logger);
  watch.retainedComplete();
  clock.advance(3000);
  assert.equal(watch.decided, undefined);
  assert.deepEqual(logger.messages("notice"), ["waiting for a sign of the EVerest manager on the bus"]);
  watch.observe("2026.08", "live");
  watch.observe("2025.12", "live");
  assert.deepEqual(await watch.decision, {
    kind: "decided",
    dialect: "2026.08",
    because: "message of a running manager or module",
  });
  assert.deepEqual(clock.pending(), []);
});

Deno.test("as long as no manager is on the bus, the watch says every minute what it waits for", () => {
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const watch = new DialectWatch({ spawnedByManager: false }, clock, logger);
  watch.retainedComplete();
  clock.advance(3000);
  for (let minute = 0; minute < 3; minute++) clock.advance(60_000);
  const line = "waiting for a sign of the EVerest manager on the bus";
  assert.deepEqual(logger.messages("notice"), [line, line, line, line]);
  watch.stop();
  assert.deepEqual(clock.pending(), []);
});

Deno.test("the watch gives a live message three seconds against a contradiction", async () => {
  const clock = new FakeClock();
  const watch = new DialectWatch({ spawnedByManager: false, disk: "2025.12" }, clock, new RecordingLogger());
  watch.observe("2026.08", "retained");
  watch.retainedComplete();
  clock.advance(2999);
  assert.equal(watch.decided, undefined);
  clock.advance(1);
  assert.equal((await watch.decision as { dialect: string }).dialect, "2025.12");
});
