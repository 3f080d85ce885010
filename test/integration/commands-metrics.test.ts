import assert from "node:assert/strict";
import { join } from "node:path";
import { arrived, energyTransferStarted, goneOffline } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { stationCommand } from "./station-command.ts";

const sampleOf = (text: string, name: string) =>
  text.split("\n").find((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));

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
