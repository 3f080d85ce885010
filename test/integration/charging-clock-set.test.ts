import assert from "node:assert/strict";
import {
  composite,
  installed,
  limitAtSink,
  profile,
  reported,
} from "../conformance/harness/charging-profiles.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import {
  arrived,
  booted,
  energyTransferStarted,
  transactionIdOf,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OURS = "ocpp/OCPP_set_external_limits";
const EXTERNAL = { "SmartChargingCtrlr.ExternalControlSignalsEnabled": "true" };
/** Within this time the station has noticed that the clock was set. */
const NOTICED_MS = 5_000;

/** A transaction of a minute ago that is limited to 10 A for an hour from its start. */
async function limitedTransaction(station: StationUnderTest): Promise<void> {
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  await installed(
    station,
    1,
    profile(station, "TxProfile", [[0, 10]], {
      ...{ kind: "Relative", duration: 3600 },
      transactionId: transactionIdOf(visit),
    }),
  );
  await station.pass(MINUTE_MS);
}

async function clockSet(station: StationUnderTest, byMs: number): Promise<void> {
  station.clock.setWall(station.clock.wallMs() + byMs);
  await station.settle();
}

for (const [name, byMs] of [["back", -10 * MINUTE_MS], ["forward", 2 * HOUR_MS]] as const) {
  Deno.test(`a relative profile goes on from where it was when the clock is set ${name}, also after a restart`, async () => {
    await using station = await startStation();
    await limitedTransaction(station);
    const before = await composite(station, 1, 2 * 3600);
    await clockSet(station, byMs);
    assert.deepEqual(await composite(station, 1, 2 * 3600), before);
    await station.pass(NOTICED_MS);
    assert.equal(await limitAtSink(station, 1), 10);
    const pushed = station.everest.sinks.limits.get(1)?.schedule_import[0]?.timestamp;
    assert(Date.parse(String(pushed)) <= station.clock.wallMs(), String(pushed));

    await processRestarted(station);
    assert.equal(await limitAtSink(station, 1), 10);
    const [first, end] = await composite(station, 1, 2 * 3600);
    assert.deepEqual(first, [0, 10]);
    const passed = before[1]![0] - (end?.[0] ?? 0);
    // The restart takes as long as the manager may need.
    assert(passed >= NOTICED_MS / 1000 && passed < 60, String(passed));
  });
}

Deno.test("a station whose clock is right only after the EV has come limits it for the whole duration", async () => {
  await using station = await startStation();
  const rightMs = station.clock.wallMs();
  station.clock.setWall(Date.parse("1970-01-01T00:10:00Z"));
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  station.clock.setWall(rightMs);
  const oneHour = profile(station, "TxProfile", [[0, 10]], {
    ...{ kind: "Relative", duration: 3600 },
    transactionId: transactionIdOf(visit),
  });
  await installed(station, 1, oneHour);
  assert.equal(await limitAtSink(station, 1), 10);
});

Deno.test("a clock that was set back while the process was away starts a relative profile anew, and lifts no limit", async () => {
  await using station = await startStation();
  await limitedTransaction(station);
  await station.stop();
  station.clock.setWall(station.clock.wallMs() - HOUR_MS);
  station.start();
  await station.clock.fire("everest.dialect");
  await station.csms.expect("BootNotification");
  await station.settle();
  assert.equal(await limitAtSink(station, 1), 10);
});

Deno.test("a limit from outside stays in what is reported when the clock is set back", async () => {
  await using station = await startStation({ variables: EXTERNAL });
  await booted(station);
  await station.evse(1).enforce(10, OURS, "building_manager");
  await station.csms.expect("NotifyChargingLimit");
  await clockSet(station, -10 * MINUTE_MS);
  assert.deepEqual(await composite(station, 1, 60), [[0, 10]]);
  await station.pass(NOTICED_MS);
  const profiles = await reported(station, { chargingLimitSource: ["EMS"] });
  assert(profiles !== "NoProfiles");
  const start = profiles[0]?.profile.chargingSchedule[0]?.startSchedule;
  assert(Date.parse(String(start)) <= station.clock.wallMs(), String(start));
});
