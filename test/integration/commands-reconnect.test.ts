import assert from "node:assert/strict";
import { attemptFailed } from "../conformance/harness/back-off.ts";
import { booted, goneOffline } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { command } from "./command-runner.ts";

Deno.test("reconnect ends the wait between two attempts", async () => {
  await using station = await startStation({ variables: { "OCPPCommCtrlr.RetryBackOffWaitMinimum": "500" } });
  await booted(station);
  await goneOffline(station);
  station.csms.resume();
  const { exitStatus, lines } = await command(station, "reconnect");
  assert.equal(exitStatus, 0, lines.join("\n"));
  assert.match(lines[0]!, /^Connected and accepted for /);
  const logged = station.log.lines.find(({ message }) => message === "the operator asked to connect");
  assert.deepEqual(logged?.fields, { connected: false });
});

Deno.test("reconnect says why the attempt has failed", async () => {
  await using station = await startStation({ variables: { "OCPPCommCtrlr.RetryBackOffWaitMinimum": "500" } });
  await booted(station);
  await goneOffline(station);
  station.csms.resume();
  station.csms.meetUpgradesWith({ kind: "refuse", status: 503 });
  const { exitStatus, lines } = await command(station, "reconnect");
  assert.equal(exitStatus, 1);
  assert.match(lines.join(" "), /^Not connected for .*503.*; next attempt in \d+ (s|min)/);
  await attemptFailed(station);
});

Deno.test("reconnect leaves a connection alone, unless it is forced", async () => {
  await using station = await startStation();
  await booted(station);
  const before = station.csms.connections;
  const refused = await command(station, "reconnect");
  assert.deepEqual([refused.exitStatus, refused.lines], [2, []]);
  assert.match(
    refused.complaints[0]!,
    /^the station is connected; --force ends this connection and makes a new one$/,
  );
  assert.ok(station.csms.isConnected);
  assert.equal(station.csms.connections, before);
  const forced = await command(station, "reconnect --force --json");
  assert.equal(forced.exitStatus, 0, forced.lines.join());
  assert.equal(JSON.parse(forced.lines[0]!).link.kind, "online");
  assert.equal(station.csms.connections, before + 1);
});

Deno.test("reconnect goes by the priority of the slots that was set at the station", async () => {
  await using station = await startStation();
  await booted(station);
  const slot = Object.entries({
    ...{ OcppCsmsUrl: station.csms.url, SecurityProfile: "1", OcppTransport: "JSON", OcppInterface: "Any" },
    MessageTimeout: "30",
  }).map(([name, value]) => [`NetworkConfiguration(2).${name}`, value] as const);
  for (const setting of [...slot, ["OCPPCommCtrlr.NetworkConfigurationPriority", "2,1"]]) {
    const set = await command(station, ["variables", "set", ...setting]);
    assert.equal(set.exitStatus, 0, set.lines.join("\n"));
  }
  const { lines } = await command(station, "reconnect --force --json");
  assert.equal(JSON.parse(lines[0]!).link.slot, 2);
});

Deno.test("reconnect by two people at once: both see the new connection, and nobody calls OCPP stopped", async () => {
  await using station = await startStation();
  await booted(station);
  const all = await Promise.all(
    ["reconnect --force", "reconnect --force", "status"].map((line) => command(station, line)),
  );
  assert.deepEqual(all.slice(0, 2).map(({ exitStatus }) => exitStatus), [0, 0]);
  for (const { lines, complaints } of all) {
    assert.doesNotMatch([...lines, ...complaints].join(" "), /stopped/);
  }
});

Deno.test("reconnect during whose attempt OCPP is stopped says so at once", async () => {
  await using station = await startStation();
  await booted(station);
  station.csms.meetUpgradesWith({ kind: "stall" });
  const reconnecting = command(station, "reconnect --force");
  while (!(await command(station, "status")).lines.join().startsWith("Connecting")) await station.settle();
  const { client, moduleId } = station.everest;
  await client.call(moduleId, "ocpp_generic", "stop", null);
  const startMs = performance.now();
  assert.deepEqual(await reconnecting, {
    exitStatus: 1,
    lines: ["OCPP is stopped, no transaction."],
    complaints: [],
  });
  assert.ok(performance.now() - startMs < 10_000);
});

Deno.test("reconnect of a station whose OCPP is stopped", async () => {
  await using station = await startStation();
  await booted(station);
  const { client, moduleId } = station.everest;
  assert.deepEqual(await client.call(moduleId, "ocpp_generic", "stop", null), {
    kind: "result",
    value: true,
  });
  const { exitStatus, complaints } = await command(station, "reconnect");
  assert.equal(exitStatus, 2);
  assert.match(complaints[0]!, /^OCPP is stopped/);
});

Deno.test("reconnect while the station waits for a reset that the system does not carry out says so at once", async () => {
  await using station = await startStation({ variables: { "OCPPCommCtrlr.ResetRetries": "0" } });
  await booted(station);
  const { csms, clock, everest, log } = station;
  const waits = () => log.lines.filter(({ message }) => message === WAITS_FOR_RESET).length;
  assert.equal((await csms.call("Reset", { type: "Immediate" })).status, "Accepted");
  await clock.timerSet("reset.attempt");
  assert.equal(everest.system.resets.length, 1);
  const before = csms.connections;
  const refused = await command(station, "reconnect --force");
  assert.deepEqual([refused.exitStatus, refused.lines], [2, []]);
  assert.match(refused.complaints[0]!, /^the system was asked to reset and has not yet; .*ResetRetries/);
  assert.deepEqual([csms.isConnected, waits()], [true, 1]);
  // A connection that breaks meanwhile is not made anew either.
  csms.drop();
  await clock.timerSet("csms.backOff");
  await station.pass(clock.remainingMs("csms.backOff") ?? 0);
  assert.equal(waits(), 2);
  assert.equal((await command(station, "reconnect")).exitStatus, 2);
  const back = csms.nextConnection();
  await station.pass(clock.remainingMs("reset.attempt") ?? 0);
  await back;
  assert.equal(csms.connections, before + 1);
});

const WAITS_FOR_RESET = "the station does not connect: it waits for the reset of the system";
