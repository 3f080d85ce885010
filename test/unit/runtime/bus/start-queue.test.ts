import assert from "node:assert/strict";
import { MAX_EVENTS_BEFORE_START } from "../../../../src/kernel/limits.ts";
import { StartQueue } from "../../../../src/runtime/bus/start-queue.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

Deno.test("what arrives before the start runs at the start, in order, and nothing overtakes it", () => {
  const queue = new StartQueue<string>(new RecordingLogger());
  const seen: string[] = [];
  const happened = () => [...seen];
  queue.run(() => {
    seen.push("first");
    queue.run(() => void seen.push("caused by first"));
  });
  queue.run(() => void seen.push("second"));
  assert.deepEqual(happened(), []);
  assert.equal(queue.station, undefined);
  assert.throws(() => queue.running, /before the station runs/);
  queue.run(() => void seen.push(queue.running));
  queue.open("station");
  queue.run(() => void seen.push("live"));
  assert.deepEqual(happened(), ["first", "second", "station", "caused by first", "live"]);
});

Deno.test("the queue before the start is bounded and says what it lost", () => {
  const log = new RecordingLogger();
  const queue = new StartQueue<string>(log);
  let ran = 0;
  const count = () => void ran++;
  for (let i = 0; i < MAX_EVENTS_BEFORE_START; i++) queue.run(count);
  assert.deepEqual(log.messages("error"), []);
  queue.run(count);
  assert.equal(log.messages("error").length, 1);
  queue.open("station");
  assert.equal(ran, MAX_EVENTS_BEFORE_START);
  assert.deepEqual(log.lines.at(-1)?.fields, { count: 1 });
});

Deno.test("an event that uncovers a bug costs neither the others nor the start", () => {
  const log = new RecordingLogger();
  const queue = new StartQueue<string>(log);
  const seen: string[] = [];
  queue.run(() => {
    throw new Error("a bug");
  });
  queue.run(() => void seen.push("next"));
  queue.open("station");
  queue.run(() => void seen.push("live"));
  assert.deepEqual(seen, ["next", "live"]);
  assert.deepEqual(log.messages("error"), ["an event from before the station ran could not be handled"]);
});

Deno.test("of what has a name only the latest is kept, where it stands; it takes one place however often it comes", () => {
  const log = new RecordingLogger();
  const queue = new StartQueue<string>(log);
  const seen: string[] = [];
  const [meter, other] = [Symbol("meter"), Symbol("other")];
  queue.runLatest(meter, () => void seen.push("old reading"));
  queue.run(() => void seen.push("session"));
  queue.runLatest(other, () => void seen.push("other"));
  for (let i = 0; i < MAX_EVENTS_BEFORE_START; i++) queue.runLatest(meter, () => void seen.push("reading"));
  queue.open("station");
  queue.runLatest(meter, () => void seen.push("live"));
  assert.deepEqual(seen, ["session", "other", "reading", "live"]);
  assert.deepEqual(log.lines, []);
});
