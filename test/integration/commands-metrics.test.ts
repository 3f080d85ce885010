import assert from "node:assert/strict";
import { join } from "node:path";
import { nextAttempt } from "../conformance/harness/back-off.ts";
import {
  arrived,
  backOnline,
  booted,
  energyTransferStarted,
  goneOffline,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { stationCommand } from "./station-command.ts";

const sampleOf = (text: string, name: string) =>
  text.split("\n").find((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));

Deno.test("status and metrics: what happened before the clock was set is as long ago as it was", async () => {
  await using station = await startStation();
  await booted(station);
  await station.pass(60_000);
  station.clock.setWall(station.clock.wallMs() + 20_000 * 86_400_000);
  const { text: status } = await stationCommand(station, "status");
  assert.match(status, /^Connected and accepted for 1 min,/);
  assert.match(status, /, running for 1 min$/m);
  const { text } = await stationCommand(station, "metrics");
  const startSeconds = Number(sampleOf(text, "ocpp_start_time_seconds")?.split(" ")[1]);
  assert.equal(Math.round(station.clock.wallMs() / 1000 - startSeconds), 60);
  assert.equal(sampleOf(text, "ocpp_link_state_age_seconds"), "ocpp_link_state_age_seconds 60");
  await goneOffline(station);
  const { text: before } = await stationCommand(station, "status --json");
  station.clock.setWall(station.clock.wallMs() - 3_600_000);
  const { text: after } = await stationCommand(station, "status --json");
  const waitOf = (json: string) => JSON.parse(json).link.retryAtMs - JSON.parse(json).nowMs;
  assert.equal(waitOf(after), waitOf(before));
});

Deno.test("metrics: OpenMetrics of counters and of the moment; the file of node_exporter's collector", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const { exitStatus, text } = await stationCommand(station, "metrics");
  assert.equal(exitStatus, 0);
  assert.equal(sampleOf(text, "ocpp_connected"), "ocpp_connected 1");
  assert.equal(sampleOf(text, "ocpp_accepted"), "ocpp_accepted 1");
  assert.equal(sampleOf(text, "ocpp_transactions"), "ocpp_transactions 1");
  assert.match(text, /^# TYPE ocpp_messages counter$/m);
  assert.match(text, /^ocpp_messages_total\{direction="ChargingStationToCSMS"\} [1-9]\d*$/m);
  assert.match(text, /^# UNIT ocpp_queue_oldest_age_seconds seconds$/m);
  assert.ok(text.endsWith("# EOF"));
  await goneOffline(station);
  await station.evse(1).unplug();
  await station.settle();
  const path = join(station.directory, "ocpp201.prom");
  const { exitStatus: written, lines } = await stationCommand(station, `metrics --textfile ${path}`);
  assert.deepEqual([written, lines], [0, []]);
  const file = await Deno.readTextFile(path);
  assert.equal(sampleOf(file, "ocpp_connected"), "ocpp_connected 0");
  assert.match(sampleOf(file, "ocpp_queue_messages")!, / [1-9]\d*$/);
  assert.match(file, /^# TYPE ocpp_messages_total counter$/m);
  assert.ok(!file.includes("# EOF"));
});

Deno.test("metrics: a file that cannot be written", async () => {
  await using station = await startStation();
  await arrived(station);
  const { exitStatus, complaints } = await stationCommand(station, "metrics --textfile /nowhere/x.prom");
  assert.equal(exitStatus, 2);
  assert.match(complaints.join(), /^\/nowhere\/x\.prom cannot be written: /);
});

const SLOW_ATTEMPTS = {
  "OCPPCommCtrlr.RetryBackOffWaitMinimum": "500",
  "OCPPCommCtrlr.RetryBackOffRandomRange": "0",
  "OCPPCommCtrlr.RetryBackOffRepeatTimes": "0",
};

async function disconnectedSeconds(station: StationUnderTest): Promise<number> {
  const { text } = await stationCommand(station, "metrics");
  return Number(sampleOf(text, "ocpp_disconnected_seconds")?.split(" ")[1]);
}

/** Lets at least so much time pass, with every attempt to connect that falls into it. */
async function attemptsFor(station: StationUnderTest, milliseconds: number): Promise<void> {
  const endMs = station.clock.monotonicMs() + milliseconds;
  while (station.clock.monotonicMs() < endMs) await nextAttempt(station);
}

Deno.test("metrics and status: how long the station is offline, however often it has tried to connect", async () => {
  await using station = await startStation({ variables: SLOW_ATTEMPTS });
  await booted(station);
  assert.equal(await disconnectedSeconds(station), 0);
  await goneOffline(station);
  await attemptsFor(station, 1_100_000);
  await nextAttempt(station);
  await station.clock.timerSet("csms.backOff");
  assert.ok(await disconnectedSeconds(station) > 1000);
  const { text: metrics } = await stationCommand(station, "metrics");
  assert.equal(sampleOf(metrics, "ocpp_connected"), "ocpp_connected 0");
  assert.ok(Number(sampleOf(metrics, "ocpp_link_state_age_seconds")?.split(" ")[1]) < 600);
  const { lines } = await stationCommand(station, "status");
  assert.match(lines.join(" "), /^Not connected for \d+ min( \d+ s)?: .*; next attempt in \d+ (s|min)/);
  const json = JSON.parse((await stationCommand(station, "status --json")).lines[0]!);
  assert.ok(json.nowMs - json.disconnectedSinceMs > 1_000_000);
  await backOnline(station);
  assert.equal(await disconnectedSeconds(station), 0);
  const online = JSON.parse((await stationCommand(station, "status --json")).lines[0]!);
  assert.ok(!("disconnectedSinceMs" in online));
});

Deno.test("metrics: a station that has never connected counts from its start", async () => {
  await using station = await startStation({ csmsUrl: "ws://127.0.0.1:9/nobody", variables: SLOW_ATTEMPTS });
  await attemptsFor(station, 1_100_000);
  await station.clock.timerSet("csms.backOff");
  assert.ok(await disconnectedSeconds(station) > 1000);
});
