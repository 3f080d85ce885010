import assert from "node:assert/strict";
import { run } from "../../src/commands/run.ts";
import { commandWorld } from "../../src/host/command-world.ts";
import { EVSE_STATE, monitored, STATE_DELTA } from "../conformance/harness/monitoring.ts";
import {
  arrived,
  booted,
  configured,
  energyTransferStarted,
  goneOffline,
} from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { command } from "./command-runner.ts";

Deno.test("status says in one sentence what the station is doing, and then the facts", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  const idle = await command(station, "status");
  assert.equal(idle.exitStatus, 0);
  assert.match(idle.lines[0]!, /^Connected and accepted for .*, no transaction\.$/);
  assert.ok(idle.lines.some((text) => text.includes(station.csms.url)));
  assert.ok(
    idle.lines.some((text) => /^profile +slot 1, security profile 1$/.test(text)),
    idle.lines.join("\n"),
  );
  await energyTransferStarted(visit);
  const charging = await command(station, "status");
  assert.match(charging.lines[0]!, /1 of 1 EVSEs in a transaction/);
  assert.ok(
    charging.lines.some((text) => /^1 +1 Occupied +Charging for/.test(text)),
    charging.lines.join("\n"),
  );
});

Deno.test("status of a station without its CSMS: the reason, the next attempt, what waits, exit status 1", async () => {
  await using station = await startStation();
  await booted(station);
  await goneOffline(station);
  const { exitStatus, lines } = await command(station, "status");
  assert.equal(exitStatus, 1);
  assert.match(lines[0]!, /^Not connected for \d+ m?s: .*; next attempt in /);
});

Deno.test("status --json has stable fields", async () => {
  await using station = await startStation();
  await booted(station);
  const { lines: [line = ""] } = await command(station, "status --json");
  const status = JSON.parse(line);
  assert.deepEqual(Object.keys(status).sort(), [
    ...[
      "csmsTime",
      "evses",
      "kind",
      "link",
      "moduleId",
      "nowMs",
      "queue",
      "registration",
      "sentence",
      "startedMs",
    ],
    ...["storage", "timeSource", "version"],
  ]);
  assert.deepEqual([status.kind, status.link.kind, status.registration], ["running", "online", "Accepted"]);
});

Deno.test("without a running module every question ends with 2 and says where it looked", async () => {
  const directory = await Deno.makeTempDir();
  const complaints: string[] = [];
  const exitStatus = await run(["status", "--state", directory], {
    ...commandWorld,
    print: () => assert.fail("nothing to print"),
    complain: (text) => void complaints.push(text),
  });
  assert.equal(exitStatus, 2);
  assert.match(
    complaints.join(),
    /no running module answers \(it does only once the manager has configured it; .*no such socket/,
  );
  await Deno.remove(directory, { recursive: true });
});

Deno.test("only owner and group may ask", async () => {
  await using station = await startStation();
  await booted(station);
  const { mode } = await Deno.stat(`${station.directory}/ocpp201.sock`);
  assert.equal((mode ?? 0) & 0o777, 0o660);
});

Deno.test("queue: what waits, since when, why; one message without its secrets", async () => {
  await using station = await startStation();
  await booted(station);
  assert.deepEqual(await command(station, "queue list"), {
    exitStatus: 0,
    lines: ["Nothing waits for the CSMS."],
    complaints: [],
  });
  await configured(station, { "TxCtrlr.TxStartPoint": "EVConnected" });
  await goneOffline(station);
  await station.evse(1).plugIn();
  await station.evse(1).unplug();
  await station.settle();
  const list = await command(station, "queue list");
  assert.equal(list.exitStatus, 1);
  const [, row = ""] = list.lines;
  assert.match(row, /^\d+ +TransactionEvent +\d+ m?s +\d+ B +\S+ +the station is not connected$/);
  assert.match(list.lines[2]!, / {2}behind 1 other$/);
  const shown = await command(station, `queue show ${row.split(" ")[0]}`);
  assert.ok(shown.lines.join("\n").includes('"eventType": "Started"'), shown.lines.join("\n"));
  assert.ok(shown.lines.some((line) => /^why it waits +the station is not connected$/.test(line)));
  const absent = await command(station, "queue show 4711");
  assert.deepEqual([absent.exitStatus, absent.complaints], [2, ["no message with the id 4711 waits"]]);
});

Deno.test("monitors: in force, and why they are silent", async () => {
  await using station = await startStation();
  await booted(station);
  const [id] = await monitored(station, { ...EVSE_STATE, ...STATE_DELTA, severity: 8 });
  await station.csms.call("SetMonitoringLevel", { severity: 5 });
  const list = await command(station, "monitors list", { columns: 160 });
  assert.match(list.lines[0]!, /^Base All, events up to severity 5\.$/);
  assert.match(
    list.lines.at(-1)!,
    /EVSE\[1\]\.AvailabilityState +Delta 1 +8 +Available +its severity is above/,
  );
  const { lines } = await command(station, `monitors explain ${id}`);
  assert.ok(
    lines.some((text) => /^silent because +its severity is above ActiveMonitoringLevel 5/.test(text)),
  );
});
