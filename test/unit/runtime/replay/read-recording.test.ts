import assert from "node:assert/strict";
import { join } from "node:path";
import { textEntry } from "../../../../src/message-log/message-log-format.ts";
import { parseRecording, readRecording } from "../../../../src/runtime/replay/read-recording.ts";

const LIMIT = 1024 * 1024;
const RECORD = JSON.stringify({
  ...{ timestamp: "2026-01-15T10:00:00Z", direction: "cp-to-csms" },
  ...{ messageType: "CALL", messageId: "a", action: "Heartbeat", chargePointId: "CS-1" },
});
const remark = textEntry({ timestampMs: 0, origin: "SYS", title: "begun", body: "", rawBody: "" }, "");
const entry = (body: string) =>
  textEntry({ timestampMs: 1, origin: "ChargePoint", title: "Heartbeat", body, rawBody: body }, body);

const UNUSABLE: readonly (readonly [string, string])[] = [
  ["", "f is empty"],
  ["\n\n  \n", "f is empty"],
  ["\n\nhello\n", "f:3: neither a record of open-ocpp-trace nor an entry of the message log"],
  [`${RECORD}\n{"timestamp"\n`, "f:2: it is not JSON"],
  [remark, "there is no OCPP message in f"],
  [entry("no JSON"), "there is no OCPP message in f"],
];

Deno.test("a recording that is none is refused with its place", () => {
  for (const [text, reason] of UNUSABLE) {
    assert.deepEqual(parseRecording("f", text), { kind: "unusable", reason });
  }
});

Deno.test("an export and a text log are read alike", () => {
  const frame = [2, "a", "Heartbeat", {}];
  const exported = parseRecording("f", RECORD);
  assert.ok(exported.kind === "recording");
  assert.equal(exported.identity, "CS-1");
  assert.deepEqual(exported.messages.map((message) => message.frame), [frame]);
  const deep = `[2,"a","X",${"[".repeat(100)}${"]".repeat(100)}]`;
  const log = parseRecording("f", remark + entry(JSON.stringify(frame, null, 2)) + entry(deep));
  assert.ok(log.kind === "recording");
  assert.deepEqual(log.messages, [{ timestampMs: 1, direction: "ChargingStationToCSMS", frame }]);
});

Deno.test("a recording may be as long as the limit, and no longer", async () => {
  const directory = await Deno.makeTempDir();
  const path = join(directory, "long.jsonl");
  await Deno.writeTextFile(path, RECORD + " ".repeat(LIMIT - RECORD.length));
  assert.equal((await readRecording(path, LIMIT)).kind, "recording");
  await Deno.writeTextFile(path, " ", { append: true });
  const refused = await readRecording(path, LIMIT);
  assert.ok(refused.kind === "unusable" && /is longer than 1 MB/.test(refused.reason));
  const absent = await readRecording(join(directory, "absent"));
  assert.ok(absent.kind === "unusable" && /cannot be read/.test(absent.reason));
  assert.equal((await readRecording(directory)).kind, "unusable");
  await Deno.remove(directory, { recursive: true });
});

Deno.test("a device without an end is refused, too", async () => {
  assert.equal((await readRecording("/dev/zero")).kind, "unusable");
});
