import assert from "node:assert/strict";
import { limitAtSink } from "../conformance/harness/charging-profiles.ts";
import { processRestartedOffline } from "../conformance/harness/process-restart.ts";
import { backOnline, booted, goneOffline } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

const VARIABLES = {
  "SmartChargingCtrlr.OfflineLimitAmps[EVSE]": "6",
  "SmartChargingCtrlr.OfflineLimitDelay": "120",
};

Deno.test("the limits for a lost CSMS stay in force over a restart, until the CSMS is back", async () => {
  await using station = await startStation({ variables: VARIABLES });
  await booted(station);
  await goneOffline(station);
  await station.pass(121_000);
  assert.equal(await limitAtSink(station, 1), 6);
  await processRestartedOffline(station);
  assert.equal(await limitAtSink(station, 1), 6);
  await backOnline(station);
  assert.equal(await limitAtSink(station, 1), 48);
});

Deno.test("restarts do not put off the limits for a lost CSMS", async () => {
  await using station = await startStation({ variables: VARIABLES });
  await booted(station);
  await goneOffline(station);
  for (let restart = 0; restart < 3; restart++) {
    await station.pass(25_000);
    await processRestartedOffline(station);
    assert.equal(await limitAtSink(station, 1), 48);
  }
  await station.pass(120_000 - 75_000);
  assert.equal(await limitAtSink(station, 1), 6);
});

Deno.test("a restart with a connection begins to count anew", async () => {
  await using station = await startStation({ variables: VARIABLES });
  await booted(station);
  await goneOffline(station);
  await station.pass(100_000);
  await backOnline(station);
  await station.settle();
  station.csms.stopAccepting();
  await processRestartedOffline(station);
  assert.equal(await limitAtSink(station, 1), 48);
  await station.pass(100_000);
  assert.equal(await limitAtSink(station, 1), 48);
  await station.pass(21_000);
  assert.equal(await limitAtSink(station, 1), 6);
});

Deno.test("a clock that is behind the loss of the CSMS lifts no limit", async () => {
  await using station = await startStation({ variables: VARIABLES });
  await booted(station);
  await goneOffline(station);
  await station.pass(121_000);
  await processRestartedOffline(
    station,
    () => station.clock.setWall(Date.parse("1970-01-01T00:00:30Z")),
  );
  assert.equal(await limitAtSink(station, 1), 6);
});

Deno.test("a clock that is set while the CSMS is gone changes nothing about the limits", async () => {
  await using station = await startStation({ variables: VARIABLES });
  await booted(station);
  await goneOffline(station);
  await station.pass(30_000);
  station.clock.setWall(station.clock.wallMs() + 3_600_000);
  await station.pass(10_000);
  await processRestartedOffline(station);
  assert.equal(await limitAtSink(station, 1), 48);
  await station.pass(81_000);
  assert.equal(await limitAtSink(station, 1), 6);
});
