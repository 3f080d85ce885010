import assert from "node:assert/strict";
import { join } from "node:path";
import { commandWorld } from "../../src/host/command-world.ts";
import { monitored, STATE_DELTA } from "../conformance/harness/monitoring.ts";
import { booted, configured, goneOffline } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { command, runCommandLine, writeEverestYaml } from "./command-runner.ts";
import { IDENTITY, PASSWORD } from "../fakes/station-credentials.ts";

Deno.test("variables list: value, who set it and when; nothing that is secret", async () => {
  await using station = await startStation();
  await booted(station);
  await configured(station, { "OCPPCommCtrlr.HeartbeatInterval": "120" });
  await station.pass(60_000);
  const { exitStatus, lines } = await command(station, "variables list OCPPCommCtrlr.H");
  assert.equal(exitStatus, 0);
  assert.match(lines[1]!, /^OCPPCommCtrlr\.HeartbeatInterval +120 +csms, 1 min ago$/);
  const all = await command(station, "variables list");
  assert.ok(all.lines.some((line) => /^EVSE\[1\]\.AvailabilityState +Available/.test(line)));
  assert.ok(!all.lines.join().includes(PASSWORD));
  const absent = await command(station, "variables list Nonsense");
  assert.equal(absent.exitStatus, 2);
});

Deno.test("variables get prints the value alone; a typo suggests the right name", async () => {
  await using station = await startStation();
  await booted(station);
  const found = await command(station, "variables get txctrlr.txstartpoint");
  assert.deepEqual([found.exitStatus, found.lines.length], [0, 1]);
  const typo = await command(station, "variables get TxCtrlr.TxStartPiont");
  assert.equal(typo.exitStatus, 2);
  assert.match(
    typo.complaints[0]!,
    /no variable TxCtrlr\.TxStartPiont; did you mean TxCtrlr\.TxStartPoint\?/,
  );
});

Deno.test("variables get: what a CSMS has set steers no terminal, and a script gets it as it is", async () => {
  await using station = await startStation();
  await booted(station);
  const hostile = "\u001b]0;title\u0007\u009b2J\u202e";
  await configured(station, { "SecurityCtrlr.OrganizationName": hostile });
  const get = "variables get SecurityCtrlr.OrganizationName";
  const shown = await command(station, get);
  assert.deepEqual(shown.lines, ["\ufffd]0;title\ufffd\ufffd2J\ufffd"]);
  assert.deepEqual((await command(station, get, { columns: undefined })).lines, [hostile]);
});

Deno.test("variables explain: origin, file default, limits, effect, requirement", async () => {
  await using station = await startStation();
  await booted(station);
  await configured(station, { "OCPPCommCtrlr.OfflineThreshold": "77" });
  const { lines } = await command(station, "variables explain OCPPCommCtrlr.OfflineThreshold");
  const text = lines.join("\n");
  assert.match(text, /^Actual +77, ReadWrite$/m);
  assert.match(text, /set by +csms at 2026-01-15T10:00:0\S+, .* ago/);
  assert.match(text, /in the file +\d+$/m);
  assert.match(text, /^allowed +integer.* s$/m);
  assert.match(text, /^takes effect +at once$/m);
  assert.match(text, /^used for +provisioning$/m);
  assert.match(text, /^OCPP 2\.0\.1 +demands it of every station$/m);
  for (const name of ["OCPPCommCtrlr.NetworkConfigurationPriority", "NetworkConfiguration(1).OcppCsmsUrl"]) {
    const network = await command(station, `variables explain ${name}`);
    assert.match(
      network.lines.join(" ").replaceAll(/\s+/g, " "),
      /takes effect set at the station: with the next attempt to connect \(OCPP201 reconnect\); set by the CSMS: with the next boot/,
    );
  }
});

Deno.test("variables diff: against the files, and against the export of another station", async () => {
  await using station = await startStation();
  await booted(station);
  const directory = await Deno.makeTempDir();
  const exported = join(directory, "other.json");
  const { lines: [json = ""] } = await command(station, "variables list --json");
  await Deno.writeTextFile(exported, json);
  assert.equal((await command(station, ["variables", "diff", exported])).exitStatus, 0);
  await configured(station, { "OCPPCommCtrlr.HeartbeatInterval": "121" });
  const toFiles = await command(station, "variables diff");
  assert.equal(toFiles.exitStatus, 1);
  assert.ok(toFiles.lines.some((line) => /^OCPPCommCtrlr\.HeartbeatInterval +121 +\d+ +csms, /.test(line)));
  const toOther = await command(station, ["variables", "diff", exported]);
  assert.deepEqual([toOther.exitStatus, toOther.lines.length], [1, 2], toOther.lines.join("\n"));
  await Deno.writeTextFile(exported, "{}");
  const wrong = await command(station, ["variables", "diff", exported]);
  assert.equal(wrong.exitStatus, 2);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("variables diff and list: what has no value says so, and what is secret", async () => {
  await using station = await startStation();
  await booted(station);
  const own = "NetworkConfiguration(1).BasicAuthPassword";
  await command(station, ["variables", "set", own, "a-password-of-the-slot"]);
  const diff = await command(station, "variables diff");
  const row = diff.lines.find((line) => line.startsWith(own));
  assert.match(row ?? "", / {2}\(secret\) +\(not set\) +operator, /, diff.lines.join("\n"));
  assert.ok(!diff.lines.some((line) => /\(not set\) +\(not set\)/.test(line)), diff.lines.join("\n"));
  await command(station, ["variables", "set", own, ""]);
  const list = await command(station, "variables list NetworkConfiguration(1)");
  assert.ok(
    list.lines.some((line) => line.startsWith(own) && line.includes("  (not set)  ")),
    list.lines.join("\n"),
  );
});

Deno.test("variables set: by the rules of the CSMS, logged, kept, in force at once", async () => {
  await using station = await startStation();
  await booted(station);
  const set = await command(station, "variables set OCPPCommCtrlr.OfflineThreshold 78");
  assert.deepEqual(set, {
    exitStatus: 0,
    lines: ["OCPPCommCtrlr.OfflineThreshold is set."],
    complaints: [],
  });
  const { lines } = await command(station, "variables list OfflineThreshold");
  assert.match(lines[1]!, /78 +operator, /);
  const logged = station.log.lines.find(({ message }) => message === "the operator asked to set a variable");
  assert.deepEqual(logged?.fields, { variable: "OCPPCommCtrlr.OfflineThreshold", status: "Accepted" });
  const refused = await command(station, "variables set OCPPCommCtrlr.OfflineThreshold soon");
  assert.equal(refused.exitStatus, 1);
  assert.match(refused.lines[0]!, /is not set: Rejected, /);
  const asked = station.log.lines.filter(({ message }) => message === "the operator asked to set a variable");
  assert.deepEqual(asked.map(({ fields }) => fields?.["status"]), ["Accepted", "Rejected"]);
  const readOnly = await command(station, "variables set EVSE[1].AvailabilityState Faulted");
  assert.match(readOnly.lines[0]!, /is not set: Rejected, only the station sets it\./);
  const network = await command(station, "variables set OCPPCommCtrlr.NetworkConfigurationPriority 1");
  assert.equal(
    network.lines.join(" "),
    "OCPPCommCtrlr.NetworkConfigurationPriority is set; the next attempt to connect uses it (OCPP201 reconnect).",
  );
  const absent = await command(station, "variables set Nonsense.Nothing 1");
  assert.equal(
    absent.lines.join(" "),
    "Nonsense.Nothing is not set: the station has no variable Nonsense.Nothing.",
  );
  const slip = await command(station, "variables set OCPPCommCtrl.HeartbeatInterval 3");
  assert.equal(slip.exitStatus, 1);
  assert.match(slip.lines.join(" "), /is not set: the .*; did you mean OCPPCommCtrlr\.HeartbeatInterval\?$/);
  const bare = await command(station, "variables set HeartbeatInterval 3");
  assert.deepEqual([bare.exitStatus, bare.complaints], [
    2,
    ["the station has no variable HeartbeatInterval; did you mean OCPPCommCtrlr.HeartbeatInterval?"],
  ]);
});

Deno.test("variables set of a password: it is used at once, and the security log has it", async () => {
  await using station = await startStation();
  await booted(station);
  station.csms.expectPassword("another-long-password");
  const reconnected = station.csms.nextConnection();
  await command(station, "variables set SecurityCtrlr.BasicAuthPassword another-long-password");
  const { request } = await reconnected;
  assert.equal(request.headers.get("authorization"), `Basic ${btoa(`${IDENTITY}:another-long-password`)}`);
  await station.stop();
  const securityLog = join(station.directory, "logs/libocpp_201.security.log");
  assert.match(await Deno.readTextFile(securityLog), /ReconfigurationOfSecurityParameters/);
});

Deno.test("variables set: the CSMS hears of it through its monitor", async () => {
  await using station = await startStation();
  await booted(station);
  const interval = {
    component: { name: "OCPPCommCtrlr" },
    variable: { name: "HeartbeatInterval" },
  };
  await monitored(station, { ...interval, ...STATE_DELTA });
  await command(station, "variables set OCPPCommCtrlr.HeartbeatInterval 1234");
  await station.csms.expect("NotifyEvent", ({ eventData: [event] }) => event?.actualValue === "1234");
});

Deno.test("only the owner may change something, and only through the control socket", async () => {
  await using station = await startStation();
  await booted(station);
  const { mode } = await Deno.stat(join(station.directory, "ocpp201-control.sock"));
  assert.equal((mode ?? 0) & 0o777, 0o600);
  const asked = await commandWorld.ask(
    station.directory,
    "variables.set",
    { component: { name: "OCPPCommCtrlr" }, variable: { name: "OfflineThreshold" }, attributeValue: "1" },
  );
  assert.ok("failure" in asked);
  assert.ok("failure" in await commandWorld.ask(station.directory, "reconnect", { force: true }));
});

Deno.test("without the module the files answer", async () => {
  await using station = await startStation();
  await booted(station);
  await configured(station, { "OCPPCommCtrlr.HeartbeatInterval": "122" });
  await goneOffline(station);
  await station.stop();
  const config = await writeEverestYaml(station);
  const { exitStatus, lines } = await runCommandLine([
    ...["variables", "list", "HeartbeatInterval", "--config", config],
  ]);
  assert.equal(exitStatus, 0);
  assert.match(lines[1]!, /122 +csms, /);
});

Deno.test("a wrong URL is mended at the station: the next attempt to connect uses the new one", async () => {
  await using station = await startStation({ csmsUrl: "ws://127.0.0.1:9/wrong/path" });
  const { clock, csms } = station;
  await clock.timerSet("csms.backOff");
  const name = "NetworkConfiguration(1).OcppCsmsUrl";
  const refused = await command(station, ["variables", "set", name, "https://csms.example"]);
  assert.match(refused.lines[0]!, /is not set: Rejected, .*ws:\/\/ or wss:\/\//);
  const set = await command(station, ["variables", "set", name, csms.url]);
  assert.equal(
    set.lines.join(" "),
    `${name} is set; the next attempt to connect uses it (OCPP201 reconnect).`,
  );
  const connected = await command(station, "reconnect");
  assert.deepEqual([connected.exitStatus, connected.complaints], [0, []]);
  assert.match(connected.lines[0]!, /^Connected /);
  await csms.expect("BootNotification");
});

Deno.test("variables in a pipe and on a narrow terminal: nobody loses who set a value, nor what is allowed", async () => {
  await using station = await startStation();
  await booted(station);
  const points = "EVConnected,Authorized,DataSigned,PowerPathClosed,EnergyTransfer";
  await command(station, ["variables", "set", "TxCtrlr.TxStartPoint", points]);
  for (const columns of [undefined, 80]) {
    const list = await command(station, "variables list", { columns });
    const row = list.lines.find((line) => line.startsWith("TxCtrlr.TxStartPoint "))!;
    assert.match(row, / {2}operator, \d+ m?s ago$/);
    assert.equal(row.includes(points), columns === undefined);
    const diff = await command(station, "variables diff", { columns });
    assert.match(
      diff.lines.find((line) => line.startsWith("TxCtrlr.TxStartPoint "))!,
      / {2}operator, \d+ m?s ago$/,
    );
    const explained = await command(station, "variables explain TxCtrlr.TxStartPoint", { columns });
    const allowed = explained.lines.join("").replaceAll(/\s/g, "");
    assert.match(allowed, /EnergyTransfer,PowerPathClosed|PowerPathClosed,EnergyTransfer/);
    assert.ok(!explained.lines.join().includes("…"), explained.lines.join("\n"));
  }
});
