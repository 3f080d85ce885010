import assert from "node:assert/strict";
import { join } from "node:path";
import {
  createMessageLog,
  MAX_WAITING_ENTRIES,
  type MessageLogDeps,
} from "../../../src/message-log/message-log.ts";
import { denoLogDisk } from "../../../src/message-log/message-log-disk.ts";
import type { MessageLogConfig, MessageLogFormat } from "../../../src/message-log/message-log-config.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";
import { MemoryDisk } from "./message-log-memory-disk.ts";

const OUT = "ChargingStationToCSMS";
const IN = "CSMSToChargingStation";

function setUp(
  formats: readonly MessageLogFormat[],
  changes: Partial<MessageLogDeps & MessageLogConfig> = {},
) {
  const disk = new MemoryDisk();
  const clock = new FakeClock();
  const log = new RecordingLogger();
  const cleared = { count: 0 };
  const { raw = false, rotation, ...deps } = changes;
  const messages = createMessageLog({
    config: { formats: new Set(formats), raw, ...(rotation && { rotation }) },
    directory: "/logs",
    disk,
    clock,
    log,
    ...deps,
  });
  messages.onSecurityLogCleared(() => void cleared.count++);
  return { messages, disk, clock, log, cleared, text: () => disk.files.get("libocpp_201.log") ?? "" };
}

Deno.test("messages stand in the text log in wire order, each with time, direction, name and JSON", async () => {
  const { messages, clock, text } = setUp(["log"]);
  messages.message(OUT, `[2,"1","Heartbeat",{}]`);
  clock.advance(12);
  messages.message(IN, `[3,"1",{"currentTime":"2026-01-15T10:00:00Z"}]`);
  await messages.flush();
  assert.equal(
    text(),
    `2026-01-15T10:00:00.000Z: SYS> message log started\n\n\n` +
      `2026-01-15T10:00:00.000Z: ChargePoint>CentralSystem Heartbeat\n` +
      `[\n  2,\n  "1",\n  "Heartbeat",\n  {}\n]\n\n` +
      `2026-01-15T10:00:00.012Z: CentralSystem>ChargePoint HeartbeatResponse (12 ms)\n` +
      `[\n  3,\n  "1",\n  {\n    "currentTime": "2026-01-15T10:00:00Z"\n  }\n]\n\n`,
  );
});

Deno.test("the caller never waits: entries are gathered and written with one append", async () => {
  const { messages, disk, clock, text } = setUp(["log"]);
  for (let id = 0; id < 20; id++) messages.message(OUT, `[2,"${id}","Heartbeat",{}]`);
  assert.equal(disk.appends, 0);
  await clock.fire("message-log");
  await messages.flush();
  assert.equal(disk.appends, 1);
  assert.equal(text().match(/Heartbeat\n/g)?.length, 20);
});

Deno.test("what is logged while a write is under way follows it, in order", async () => {
  const { messages, disk, clock, text } = setUp(["log"]);
  const finishWrite = holdWrites(disk);
  await clock.fire("message-log");
  messages.system("second");
  messages.system("third");
  finishWrite();
  await messages.flush();
  assert.deepEqual(text().match(/started|second|third/g), ["started", "second", "third"]);
  messages.system("fourth");
  await clock.fire("message-log");
  await messages.flush();
  assert.match(text(), /fourth/);
});

Deno.test("what comes during a write is gathered again: steady traffic is not written message by message", async () => {
  const { messages, disk, clock, text } = setUp(["log"]);
  const finishWrite = holdWrites(disk);
  await clock.fire("message-log");
  messages.message(OUT, `[2,"1","Heartbeat",{}]`);
  finishWrite();
  await clock.timerSet("message-log");
  messages.message(IN, `[3,"1",{"currentTime":"2026-01-15T10:00:00Z"}]`);
  assert.equal(disk.appends, 1);
  clock.advance(50);
  await messages.flush();
  assert.equal(disk.appends, 2);
  assert.match(text(), /Heartbeat\n[^]*HeartbeatResponse/);
});

Deno.test("a full batch that comes during a write follows it at once", async () => {
  const { messages, disk, clock } = setUp(["log"]);
  const finishWrite = holdWrites(disk);
  await clock.fire("message-log");
  messages.message(OUT, `[2,"1","DataTransfer",{"vendorId":"x","data":"${"y".repeat(40_000)}"}]`);
  finishWrite();
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
  assert.equal(disk.appends, 2);
  assert.deepEqual(clock.pending(), []);
});

/** Writes begin and do not end. @returns what ends them */
function holdWrites(disk: MemoryDisk): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  disk.gate = promise;
  return resolve;
}

Deno.test("the HTML log escapes what peers send and goes on after a restart", async () => {
  const { messages, disk } = setUp(["html"]);
  messages.message(IN, `[2,"1","<script>",{"a":"</pre><script>&\\""}]`);
  await messages.flush();
  const html = disk.files.get("libocpp_201.html") ?? "";
  assert.match(html, /^<!DOCTYPE html>/);
  assert.doesNotMatch(html, /<script/);
  assert.match(html, /&lt;\/pre&gt;&lt;script&gt;&amp;\\&quot;/);

  const later = setUp(["html"], { disk });
  later.messages.message(OUT, `[2,"2","Heartbeat",{}]`);
  await later.messages.flush();
  const both = disk.files.get("libocpp_201.html") ?? "";
  assert.ok(both.startsWith(html));
  assert.equal(both.match(/<!DOCTYPE/g)?.length, 1);
  assert.match(both.slice(html.length), /^\n<\/pre><\/td><\/tr><\/table>\n<table>.*Heartbeat/s);
});

Deno.test("raw files hold the text as it crossed the socket", async () => {
  const { messages, disk } = setUp(["log", "html"], { raw: true });
  messages.message(IN, `[2, "1","Reset",{ }]`);
  messages.message(IN, `nonsense`);
  await messages.flush();
  assert.deepEqual([...disk.files.keys()].sort(), [
    "libocpp_201.html",
    "libocpp_201.log",
    "libocpp_201_raw.html",
    "libocpp_201_raw.log",
  ]);
  assert.match(disk.files.get("libocpp_201_raw.log") ?? "", /\n\[2, "1","Reset",\{ \}\]\n[^]*\nnonsense\n/);
});

Deno.test("security events have a file of their own, one JSON text per line", async () => {
  const { messages, disk, text } = setUp(["log", "security"]);
  messages.security({ type: "StartupOfTheDevice", timestamp: "2026-01-15T10:00:00Z", techInfo: "a\nb" });
  messages.security({ type: "ResetOrReboot", timestamp: "2026-01-15T10:00:01Z" });
  await messages.flush();
  const lines = (disk.files.get("libocpp_201.security.log") ?? "").split("\n");
  assert.deepEqual(lines.map((line) => line && JSON.parse(line).type), [
    "StartupOfTheDevice",
    "ResetOrReboot",
    "",
  ]);
  assert.doesNotMatch(text(), /StartupOfTheDevice/);
});

Deno.test("without formats nothing is written and no timer runs", async () => {
  const { messages, disk, clock } = setUp(["callback"]);
  messages.message(IN, "x");
  messages.security({ type: "t", timestamp: "x" });
  await messages.flush();
  assert.deepEqual([disk.appends, clock.pending()], [0, []]);
});

Deno.test("console formats go to the log of the process", async () => {
  const short = setUp(["console"]);
  short.messages.message(OUT, `[2,"1","Heartbeat",{}]`);
  await short.messages.flush();
  assert.deepEqual(short.log.messages("info").at(-1), "OCPP message");
  assert.deepEqual(short.log.lines.at(-1)?.fields, { origin: "ChargePoint", title: "Heartbeat" });
  const detailed = setUp(["console", "console_detailed"]);
  detailed.messages.message(IN, `[2,"1","Reset",{}]`);
  await detailed.messages.flush();
  assert.deepEqual(detailed.log.lines.at(-1)?.fields, {
    origin: "CentralSystem",
    title: "Reset",
    message: `[2,"1","Reset",{}]`,
  });
  assert.equal(detailed.log.lines.length, 2);
});

Deno.test("a full disk gives one warning, and one notice with the loss once it is over", async () => {
  const { messages, disk, log, text } = setUp(["log", "html", "security"]);
  await messages.flush();
  disk.full = true;
  for (let round = 0; round < 5; round++) {
    messages.message(OUT, `[2,"${round}","Heartbeat",{}]`);
    messages.security({ type: "t", timestamp: "x" });
    await messages.flush();
  }
  assert.deepEqual(log.messages("warning"), ["OCPP messages cannot be logged"]);
  assert.match(String(log.lines.at(-1)?.fields["error"]), /No space left/);
  disk.full = false;
  messages.message(OUT, `[2,"5","Heartbeat",{}]`);
  await messages.flush();
  assert.deepEqual(log.messages("notice"), ["OCPP messages are logged again"]);
  assert.equal(log.lines.at(-1)?.fields["lost"], 10);
  assert.match(text(), /"5"[^]*SYS> 10 entries could not be written/);
  disk.full = true;
  messages.system("x");
  await messages.flush();
  assert.equal(log.messages("warning").length, 2);
});

Deno.test("a disk that hangs costs bounded memory: the surplus is counted and reported", async () => {
  const { messages, disk, clock, text } = setUp(["log"]);
  let open = () => {};
  disk.gate = new Promise((resolve) => open = resolve);
  await clock.fire("message-log");
  for (let n = 0; n < MAX_WAITING_ENTRIES + 7; n++) messages.system(`n${n}`);
  open();
  await messages.flush();
  assert.match(text(), new RegExp(`n${MAX_WAITING_ENTRIES - 1}\n`));
  assert.doesNotMatch(text(), new RegExp(`n${MAX_WAITING_ENTRIES}\n`));
  assert.match(text(), /SYS> 7 entries could not be written/);
});

Deno.test("a huge message does not wait beyond the limit of characters", async () => {
  const { messages, text, log } = setUp(["log"]);
  messages.message(IN, "x".repeat(4 * 1024 * 1024));
  messages.message(IN, "y");
  await messages.flush();
  assert.doesNotMatch(text(), /xxx/);
  assert.match(text(), /\ny\n/);
  assert.equal(log.lines.at(-1)?.fields["lost"], 1);
});

Deno.test("a long burst is written in pieces, so that the event loop turns in between", async () => {
  const { messages, disk } = setUp(["log"]);
  for (let n = 0; n < 10; n++) messages.message(IN, "x".repeat(32 * 1024));
  await messages.flush();
  assert.equal(disk.appends, 10);
});

Deno.test("what was written no longer counts against the limit", async () => {
  const { messages, text } = setUp(["log"]);
  for (let n = 0; n < 4; n++) {
    messages.message(IN, "x".repeat(3 * 1024 * 1024));
    await messages.flush();
  }
  assert.ok(text().length > 12 * 1024 * 1024, `${text().length} characters`);
});

Deno.test("flush waits for the write that is under way, too", async () => {
  const { messages, disk, clock, text } = setUp(["log"]);
  let open = () => {};
  disk.gate = new Promise((resolve) => open = resolve);
  await clock.fire("message-log");
  const flushed = messages.flush().then(() => text());
  open();
  assert.match(await flushed, /started/);
});

Deno.test("a file may be exactly as long as its maximum", async () => {
  const entry = "2026-01-15T10:00:00.000Z: SYS> message log started\n\n\n";
  for (const [less, files] of [[0, 1], [1, 2]] as const) {
    const rotation = {
      maximumFileBytes: 2 * entry.length - less,
      maximumFiles: 0,
      suffix: "number" as const,
    };
    const { messages, disk } = setUp(["log"], { rotation });
    messages.system("message log started");
    await messages.flush();
    assert.equal(disk.files.size, files);
  }
});

Deno.test("no file grows past its maximum, none loses an entry, and a deletion in the security log is told", async () => {
  const rotation = { maximumFileBytes: 600, maximumFiles: 3, suffix: "number" as const };
  const { messages, disk, cleared } = setUp(["log", "security"], { rotation });
  const seen = () => [...disk.files].filter(([name]) => name.startsWith("libocpp_201.log"));
  for (let n = 0; n < 8; n++) messages.system(`entry${n}`);
  await messages.flush();
  assert.deepEqual(seen().flatMap(([, text]) => text.match(/entry\d/g) ?? []).length, 8);
  for (let n = 0; n < 100; n++) messages.system(`more${n}`);
  for (let n = 0; n < 8; n++) messages.security({ type: "t", timestamp: "x".repeat(100) });
  await messages.flush();
  assert.equal(cleared.count, 0);
  for (let n = 0; n < 8; n++) messages.security({ type: "t", timestamp: "x".repeat(100) });
  await messages.flush();
  assert.ok(cleared.count > 0);
  for (const [name, text] of disk.files) assert.ok(text.length <= 600, name);
  assert.equal(seen().length, 3);
  assert.match(disk.files.get("libocpp_201.log") ?? "", /more99/);
});

Deno.test("an entry larger than the maximum has a file to itself, and no empty file is set aside", async () => {
  const { messages, disk } = setUp(["html"], {
    rotation: { maximumFileBytes: 300, maximumFiles: 0, suffix: "number" },
  });
  messages.message(IN, "z".repeat(2000));
  await messages.flush();
  assert.deepEqual([...disk.files.keys()].sort(), ["libocpp_201.html", "libocpp_201.html.0"]);
  assert.match(disk.files.get("libocpp_201.html.0") ?? "", /started/);
});

Deno.test("on a real disk the directory is made, files are appended to, and a deleted file is begun anew", async () => {
  const root = await Deno.makeTempDir();
  const directory = join(root, "deep/er");
  try {
    for (const run of ["one", "two"]) {
      const { messages } = setUp(["log"], { disk: denoLogDisk, directory });
      messages.system(run);
      await messages.flush();
    }
    const path = join(directory, "libocpp_201.log");
    assert.match(await Deno.readTextFile(path), /one[^]*started[^]*two/);
    const { messages, log } = setUp(["log"], {
      disk: denoLogDisk,
      directory,
      rotation: { maximumFileBytes: 400, maximumFiles: 2, suffix: "number" },
    });
    for (let n = 0; n < 20; n++) messages.system(`n${n}`);
    await messages.flush();
    const names = (await denoLogDisk.names(directory)).sort();
    assert.deepEqual(names, ["libocpp_201.log", "libocpp_201.log.0"]);
    await Deno.remove(directory, { recursive: true });
    messages.system("anew");
    await messages.flush();
    assert.match(await Deno.readTextFile(path), /anew/);
    assert.deepEqual(log.messages("warning"), []);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
