import assert from "node:assert/strict";
import { join } from "node:path";
import { run } from "../../src/commands/run.ts";
import { commandWorld } from "../../src/host/command-world.ts";
import { recordingParts } from "../../src/inspection/replay/recording-parts.ts";
import { readRecording } from "../../src/runtime/replay/read-recording.ts";
import {
  arrived,
  backOnline,
  configured,
  energyTransferStarted,
  evDisconnected,
  goneOffline,
  stopAuthorized,
  transactionIdOf,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationOptions } from "../conformance/harness/station-under-test.ts";
import { followRecording } from "../simulation/follow-recording.ts";
import { StationTraffic } from "../simulation/station-traffic.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { stationCommand } from "./station-command.ts";

const TIME_OUT = { component: { name: "TxCtrlr" }, variable: { name: "EVConnectionTimeOut" } };

/** A visit with questions of the CSMS, as `log export` tells it, in a file that goes with the directory. */
async function recordedVisit(directory: string): Promise<string> {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const transactionId = transactionIdOf(visit);
  await station.csms.call("GetTransactionStatus", { transactionId });
  await station.csms.call("GetVariables", { getVariableData: [TIME_OUT] });
  await stopAuthorized(visit, "remote");
  await evDisconnected(visit);
  await configured(station, { "SecurityCtrlr.BasicAuthPassword": "another-secret-password" });
  const { lines } = await stationCommand(station, "log export");
  const path = join(directory, "station.jsonl");
  await Deno.writeTextFile(path, lines.join("\n"));
  return path;
}

/** A visit that goes on without the CSMS, and another one afterwards. */
async function recordedOutage(directory: string): Promise<string> {
  await using station = await startStation();
  await energyTransferStarted(await arrived(station));
  await goneOffline(station);
  await station.pass(30_000);
  await station.evse(1).unplug();
  await station.settle();
  await backOnline(station);
  await station.csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
  await station.pass(10_000);
  await station.evse(1).plugIn();
  await station.everest.auth.swipe("RFID0002");
  await station.evse(1).startCharging();
  await station.pass(10_000);
  await station.evse(1).unplug();
  await station.csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
  const { lines } = await stationCommand(station, "log export");
  const path = join(directory, "outage.jsonl");
  await Deno.writeTextFile(path, lines.join("\n"));
  return path;
}

/** A command that runs beside a station: it hears of time when `nowMs` moves. */
function startReplay(line: string, nowMs: () => number) {
  const lines: string[] = [];
  const complaints: string[] = [];
  const address = Promise.withResolvers<string>();
  const connected = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const heard = (text: string) => {
    const url = /ws:\/\/\S+/.exec(text)?.[0];
    if (url !== undefined) address.resolve(url);
    if (text.endsWith("has connected.")) connected.resolve();
    if (text.endsWith("has ended the connection.")) gone.resolve();
  };
  const status = run(["log", "replay", ...line.split(" ")], {
    ...commandWorld,
    columns: () => 100,
    nowMs,
    // It looks again as soon as everything that happens meanwhile has happened.
    pause: () => new Promise((resolve) => setTimeout(() => resolve("elapsed"), 0)),
    print(text) {
      lines.push(...text.split("\n"));
      heard(text);
    },
    complain(text) {
      complaints.push(text);
      heard(text);
    },
  });
  return {
    lines,
    complaints,
    address: address.promise,
    connected: connected.promise,
    gone: gone.promise,
    status,
  };
}

/** Replays a recording against a station that follows it. */
async function replayed(path: string, options: StationOptions = {}, more = "", part = 1) {
  // The station's clock begins there.
  const startMs = new FakeClock().wallMs();
  let nowMs = () => startMs;
  const replay = startReplay(`${path} --port 0 --part ${part}${more}`, () => nowMs());
  const url = await replay.address;
  const { origin: csmsUrl, pathname } = new URL(url);
  assert.equal(pathname, "/CS-0001");
  await using station = await startStation({ ...options, csmsUrl: csmsUrl.replace("http", "ws") });
  nowMs = () => station.clock.wallMs();
  await Promise.race([replay.connected, replay.status]);
  const recording = await readRecording(path);
  assert.ok(recording.kind === "recording");
  const traffic = new StationTraffic(station.directory);
  let isOver = false;
  const status = replay.status.finally(() => isOver = true);
  const notes: string[] = [];
  await followRecording(recordingParts(recording.messages)[part - 1]?.messages ?? [], {
    everest: station.everest,
    traffic: () => traffic.messages(),
    pause: (milliseconds) => station.pass(milliseconds),
    note: (text) => void notes.push(text),
  });
  while (!isOver) await station.pass(1000);
  return { ...replay, exitStatus: await status, text: replay.lines.join("\n"), notes };
}

Deno.test("log replay: a station that does the same, one that does otherwise, and what cannot be replayed", async (t) => {
  const directory = await Deno.makeTempDir();
  const path = await recordedVisit(directory);

  await t.step(
    "another station of the same program does the same; a masked password is skipped",
    async () => {
      const { exitStatus, lines, text, notes } = await replayed(path);
      assert.equal(exitStatus, 0, text);
      assert.match(text, /^station {2}BootNotification PowerUp +same$/m);
      assert.match(text, /^CSMS {5}RequestStopTransaction +same$/m);
      assert.match(text, /^station {2}TransactionEvent Ended RemoteStop +same$/m);
      assert.match(
        text,
        /^CSMS {5}SetVariables +skipped:\n +setVariableData\[0\]\.attributeValue is masked$/m,
      );
      const steps = /the same as the recorded one: (\d+) of \1 steps; 1 of the CSMS could not be played\.$/;
      assert.ok(Number(steps.exec(lines.at(-1)!)?.[1]) >= 12, text);
      assert.ok(lines.every((line) => line.length <= 100), text);
      assert.deepEqual(notes, [
        "card RFID0001",
        "EVSE 1: cable in",
        "EVSE 1: the EV charges",
        "EVSE 1: cable out",
      ]);
    },
  );

  await t.step("a variable with another value: the answer that differs is named", async () => {
    const { exitStatus, text } = await replayed(path, { variables: { "TxCtrlr.EVConnectionTimeOut": 77 } });
    assert.equal(exitStatus, 1, text);
    assert.match(
      text,
      /^CSMS {5}GetVariables +differs:\n {11}getVariableResult\[0\]\.attributeValue: expected \d+, got 77$/m,
    );
    assert.match(text, /otherwise than the recorded one in 1 of \d+ steps/);
  });

  await t.step("a step that never comes, in JSON", async () => {
    const longer = join(directory, "longer.jsonl");
    const last = JSON.stringify({
      ...{ timestamp: "2026-01-15T10:10:00Z", direction: "cp-to-csms", messageType: "CALL", messageId: "x" },
      ...{ action: "DataTransfer", payload: { vendorId: "nobody" } },
    });
    await Deno.writeTextFile(longer, `${await Deno.readTextFile(path)}\n${last}\n`);
    const { exitStatus, text, complaints } = await replayed(longer, {}, " --json --wait 5");
    assert.equal(exitStatus, 1, text);
    assert.match(complaints[0]!, /^The recorded CSMS waits at ws:/);
    const { same, different, skipped, verdict, steps } = JSON.parse(text);
    assert.deepEqual([different, skipped], [1, 1]);
    assert.match(verdict, new RegExp(`otherwise than the recorded one in 1 of ${same + 1} steps`));
    assert.deepEqual(steps.at(-1), {
      ...{ from: "station", action: "DataTransfer", subject: "", outcome: { kind: "neverCame" } },
    });
  });

  await t.step("a station that goes away: what it has not done never came", async () => {
    let nowMs = new FakeClock().wallMs();
    const replay = startReplay(`${path} --port 0 --wait 5`, () => nowMs);
    const socket = new WebSocket(await replay.address, "ocpp2.0.1");
    await new Promise((resolve) => socket.onopen = resolve);
    socket.send(JSON.stringify([2, "1", "BootNotification", { reason: "PowerUp" }]));
    await new Promise((resolve) => socket.onmessage = resolve);
    socket.close();
    await new Promise((resolve) => socket.onclose = resolve);
    await replay.gone;
    nowMs += 5000;
    assert.equal(await replay.status, 1);
    assert.equal(replay.lines.filter((line) => / never came$/.test(line)).length, 12);
  });

  await t.step("an outage: the parts before and behind it are played, each by itself", async () => {
    const outage = await recordedOutage(directory);
    const before = await replayed(outage);
    assert.equal(before.exitStatus, 0, before.text);
    assert.match(before.text, /^A replay repeats neither an outage nor a restart .* It plays part 1 of\n2/m);
    assert.match(
      before.text,
      /^ {2}2 {2}\S+ {2}\d+ messages, after an outage; without \d+ that follow from it$/m,
    );
    assert.match(before.text, /^station {2}TransactionEvent EVSE 1 Started/m);
    assert.doesNotMatch(before.text, /Ended/);
    assert.match(before.text, /: (\d+) of \1 steps; part 1 of 2\.$/);
    const after = await replayed(outage, {}, "", 2);
    assert.equal(after.exitStatus, 0, after.text);
    assert.match(after.text, /^station {2}TransactionEvent Ended EVCommunicationLost +same$/m);
    assert.match(after.text, /: (\d+) of \1 steps; part 2 of 2\.$/);
    const json = JSON.parse((await replayed(outage, {}, " --json")).text);
    assert.deepEqual([json.part, json.parts, json.different], [1, 2, 0]);
    const none = startReplay(`${outage} --part 3`, () => 0);
    assert.deepEqual([await none.status, none.complaints], [2, ["--part must be a number from 1 to 2"]]);
  });

  await t.step("files and ports that are no use, and nobody who connects", async () => {
    let nowMs = 0;
    const alone = startReplay(`${path} --port 0`, () => nowMs += 1000);
    assert.equal(await alone.status, 2);
    assert.match(alone.complaints.join(), /^no station has connected for 60 s$/);
    const broken = join(directory, "broken.jsonl");
    await Deno.writeTextFile(broken, `${(await Deno.readTextFile(path)).split("\n")[0]}\n{"timestamp": \n`);
    const malformed = startReplay(`${broken} --port 0`, () => 0);
    assert.equal(await malformed.status, 2);
    assert.deepEqual(malformed.complaints, [`${broken}:2: it is not JSON`]);
    const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = taken.addr as Deno.NetAddr;
    const noPort = startReplay(`${path} --port ${port}`, () => 0);
    assert.equal(await noPort.status, 2);
    assert.match(noPort.complaints.join(), new RegExp(`no station can be served on port ${port}: `));
    taken.close();
    assert.equal(await startReplay(`${path} --port x`, () => 0).status, 2);
    assert.equal(await startReplay(`${path} --wait 0`, () => 0).status, 2);
  });
  await Deno.remove(directory, { recursive: true });
});
