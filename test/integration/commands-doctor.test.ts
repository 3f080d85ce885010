import assert from "node:assert/strict";
import { attemptFailed } from "../conformance/harness/back-off.ts";
import { setNetworkProfile, setPriority } from "../conformance/harness/network-profiles.ts";
import {
  arrived,
  booted,
  configured,
  energyTransferStarted,
  goneOffline,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { testPki } from "../fakes/pki/pki.ts";
import { testOnSmallDisk } from "../fakes/small-disk.ts";
import { stationCommand } from "./station-command.ts";

/** Lets time pass until the command has ended: what it waits for never comes. */
async function commandInTime(station: StationUnderTest, line: string) {
  let isDone = false;
  const result = stationCommand(station, line).finally(() => isDone = true);
  while (!isDone) {
    await station.pass(1000);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return await result;
}

Deno.test("doctor csms of a connected station: every step, and no second connection", async () => {
  await using station = await startStation({ securityProfile: 2 });
  await booted(station);
  const { exitStatus, text } = await stationCommand(station, "doctor csms");
  assert.equal(exitStatus, 0, text);
  assert.match(text, /^profile +ok +slot 1, security profile 2$/m);
  assert.match(text, /^credentials +ok +trusted: .*CN=Test CSMS Root/m);
  assert.match(text, /^dns +ok +localhost is .*127\.0\.0\.1/m);
  assert.match(text, /^tcp +ok /m);
  assert.match(text, /^tls +ok +.*CN=localhost.*issued by .*CN=Test CSMS Root/m);
  assert.match(text, /^boot +ok +the CSMS has accepted the station$/m);
  assert.equal(station.csms.connections, 1);
  assert.ok(station.csms.isConnected);
});

Deno.test("doctor csms of a station that is connected with a slot of which the new list does not know", async () => {
  await using station = await startStation();
  await booted(station);
  assert.equal((await setNetworkProfile(station, 2, "ws://csms.example/ocpp", 1)).status, "Accepted");
  assert.equal(await setPriority(station, "2"), "RebootRequired");
  const { exitStatus, text } = await stationCommand(station, "doctor csms");
  assert.equal(exitStatus, 0, text);
  assert.match(text, /^profile +ok +slot 1, security profile 1$/m);
});

Deno.test("doctor csms while the station is away: a connection of its own, closed without BootNotification", async () => {
  await using station = await startStation();
  await booted(station);
  const { csms } = station;
  csms.meetUpgradesWith({ kind: "refuse", status: 503 });
  csms.drop();
  await attemptFailed(station);
  csms.meetUpgradesWith({ kind: "accept" });
  const before = csms.connections;
  const sent = csms.log.length;
  const { exitStatus, text } = await stationCommand(station, "doctor csms");
  assert.equal(exitStatus, 0, text);
  assert.match(text, /^password +ok /m);
  assert.match(text, /^subprotocol +ok +ocpp2\.0\.1$/m);
  assert.match(text, /^boot +- +a diagnosis sends no BootNotification$/m);
  assert.equal(csms.connections, before + 1);
  assert.equal(csms.log.length, sent);
});

Deno.test("doctor csms: without a network profile it says which file to copy", async () => {
  await using station = await startStation({
    variables: { "InternalCtrlr.NetworkConnectionProfiles": "[]" },
  });
  await station.clock.fire("csms.backOff");
  const { exitStatus, text } = await stationCommand(station, "doctor csms");
  assert.equal(exitStatus, 1);
  assert.match(text, /what to do: copy examples\/NetworkConfiguration_1\.json/);
});

Deno.test("doctor csms: a wrong password", async () => {
  await using station = await startStation({ csms: { basicAuth: { password: "another-long-password" } } });
  await attemptFailed(station);
  const { exitStatus, text } = await stationCommand(station, "doctor csms");
  assert.equal(exitStatus, 1);
  assert.match(text, /^password +FAILED +HTTP 401: the CSMS refuses identity or password$/m);
  assert.match(text.replaceAll(/\s+/g, " "), /BasicAuthPassword: that of the slot's NetworkConfiguration/);
});

Deno.test("doctor csms: an expired CSMS certificate", async () => {
  await using station = await startStation({
    securityProfile: 2,
    csms: { tls: (await testPki()).expired },
  });
  await attemptFailed(station);
  const { exitStatus, text } = await stationCommand(station, "doctor csms");
  assert.equal(exitStatus, 1);
  assert.match(text, /^tls +FAILED /m);
  assert.match(text, /likely cause: the certificate of the CSMS has expired, or the clock of the station/);
  assert.match(text, /^upgrade +- /m);
});

Deno.test("doctor csms: a wrong path in the URL", async () => {
  await using station = await startStation({ start: false });
  station.csms.meetUpgradesWith({ kind: "refuse", status: 404 });
  station.start();
  await attemptFailed(station);
  const { exitStatus, text } = await stationCommand(station, "doctor csms");
  assert.equal(exitStatus, 1);
  assert.match(text, /^upgrade +FAILED +HTTP 404/m);
  assert.match(text, /likely cause: the path of the URL is not the one of the OCPP endpoint/);
});

Deno.test("doctor csms: a CSMS that never answers the upgrade", async () => {
  await using station = await startStation({ start: false });
  station.csms.meetUpgradesWith({ kind: "stall" });
  station.start();
  await station.clock.timerSet("csms dial timeout");
  await station.pass(30_000);
  await attemptFailed(station);
  const { exitStatus, text } = await commandInTime(station, "doctor csms");
  assert.equal(exitStatus, 1);
  assert.match(text, /^tcp +ok /m);
  assert.match(text, /^upgrade +FAILED +no answer within the time limit/m);
});

Deno.test("doctor csms: a CSMS that never answers BootNotification", async () => {
  await using station = await startStation({ start: false });
  station.csms.hold("BootNotification");
  station.start();
  await station.csms.expect("BootNotification");
  const { exitStatus, text } = await stationCommand(station, "doctor csms");
  assert.equal(exitStatus, 1);
  assert.match(text, /^boot +FAILED +the CSMS has not answered BootNotification$/m);
});

Deno.test("doctor csms: a name without an address, and a slot that is not configured", async () => {
  await using station = await startStation({ csmsUrl: "ws://csms.invalid/ocpp" });
  await attemptFailed(station);
  const { exitStatus, text } = await stationCommand(station, "doctor csms");
  assert.equal(exitStatus, 1);
  assert.match(text, /^dns +FAILED /m);
  assert.match(text, /^tcp +- +the name has no address$/m);
  const other = await stationCommand(station, "doctor csms --slot 7");
  assert.match(other.text, /^profile +FAILED +slot 7 is not configured$/m);
  const json = await stationCommand(station, "doctor csms --json");
  assert.equal(JSON.parse(json.text).parts[0].findings[1].verdict, "failed");
});

const DAY_MS = 24 * 3600 * 1000;

Deno.test("doctor clock: a clock that is off by a day, and one that is right", async () => {
  await using station = await startStation({
    csms: { now: () => station.clock.wallMs() + DAY_MS },
    variables: { "ClockCtrlr.TimeSource": "NTP" },
  });
  await booted(station);
  const { exitStatus, text } = await stationCommand(station, "doctor clock");
  assert.equal(exitStatus, 1, text);
  assert.match(
    text,
    /^CSMS +FAILED +the clock is (1 d|23 h 59 min) behind that of the CSMS, by the time that the CSMS gave \d+ m?s ago$/m,
  );
  assert.match(text, /likely cause: the time source NTP does not set the clock/);
  await using right = await startStation();
  await booted(right);
  const agreed = await stationCommand(right, "doctor clock");
  assert.equal(agreed.exitStatus, 0);
  assert.match(agreed.text, /^CSMS +ok +the clock agrees with the time that the CSMS gave \d+ m?s ago$/m);
  await goneOffline(right);
  await right.pass(3_600_000);
  const old = await stationCommand(right, "doctor clock");
  assert.match(old.text, /^CSMS +ok +the clock agrees with the time that the CSMS gave 1 h( \d+ min)? ago$/m);
});

Deno.test("doctor clock and status: a system that accepts the time of the CSMS and does not set its clock", async () => {
  await using station = await startStation({
    csms: { now: () => station.clock.wallMs() + DAY_MS },
    variables: { "ClockCtrlr.TimeSource": "Heartbeat" },
  });
  await booted(station);
  await station.settle();
  const { text } = await stationCommand(station, "doctor clock");
  assert.match(text, /likely cause: the system does not set its clock to the time of the CSMS/);
  assert.ok(!text.includes("ClockCtrlr.TimeSource Heartbeat"), text);
  const status = await stationCommand(station, "status");
  assert.match(status.text, /^clock +\S+Z, set by Heartbeat, but (1 d|23 h 59 min) behind the CSMS$/m);
  await configured(station, { "OCPPCommCtrlr.HeartbeatInterval": "30" });
  await station.pass(120_000);
  const warnings = station.log.lines.filter(({ message }) => message.includes("its clock has not changed"));
  assert.equal(warnings.length, 1);
});

Deno.test("status: a clock that the time of the CSMS has set", async () => {
  await using station = await startStation({
    csms: { now: () => Date.parse("2027-01-15T10:00:00.000Z") },
    variables: { "ClockCtrlr.TimeSource": "Heartbeat" },
    start: false,
  });
  station.everest.system.setClock = (timestamp) => station.clock.setWall(Date.parse(timestamp));
  station.start();
  await booted(station);
  await station.settle();
  const status = await stationCommand(station, "status");
  assert.match(status.text, /^clock +2027-\S+Z, set by Heartbeat$/m);
  assert.ok(!station.log.lines.some(({ message }) => message.includes("its clock has not changed")));
});

testOnSmallDisk("doctor disk: a disk that is full", async (disk) => {
  await using station = await startStation({
    everest: { parameters: { CoreDatabasePath: disk.directory } },
  });
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const place = { directory: disk.directory, clock: station.clock };
  const before = await stationCommand(place, "doctor disk");
  assert.equal(before.exitStatus, 0, before.text);
  assert.match(before.text, /^writes +ok /m);
  assert.match(before.text, /^cp\.db +ok +[\d.]+ [KM]iB/m);
  await goneOffline(station);
  disk.fill();
  await station.evse(1).unplug();
  await station.settle();
  const { exitStatus, text } = await stationCommand(place, "doctor disk");
  assert.equal(exitStatus, 1, text);
  assert.match(text, /^writes +FAILED +the disk refuses: memory has [1-9]\d* changes in its place$/m);
  assert.match(text, /what to do: free space: df .*Do not restart before/);
  disk.free();
});

Deno.test("doctor bus: an EVSE that does not become ready", async () => {
  await using station = await startStation({ everest: { evsesStart: "manual" } });
  await station.clock.timerSet("evse-reminder");
  const { exitStatus, text } = await stationCommand(station, "doctor bus");
  assert.equal(exitStatus, 1);
  assert.match(text, /^EVerest +FAILED +waiting for .* for \d+ m?s$/m);
  assert.match(text, /what to do: look at the manager's log/);
});

Deno.test("doctor: everything at once", async () => {
  await using station = await startStation();
  await booted(station);
  const { exitStatus, text } = await stationCommand(station, "doctor");
  assert.equal(exitStatus, 0, text);
  for (const title of [/^CSMS: ws:/m, /^Bus$/m, /^Clock$/m, /^Disk$/m]) assert.match(text, title);
  assert.match(text, /^broker +ok +connected as ocpp/m);
  const help = await stationCommand(station, "doctor csms --help");
  assert.match(help.text, /there is no second connection/);
});
