import assert from "node:assert/strict";
import { installed, limitAtSink, profile, set } from "../conformance/harness/charging-profiles.ts";
import {
  authorized15118,
  needsSaid,
  needsTold,
  startNegotiatingStation,
} from "../conformance/harness/ev-charging-needs.ts";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  transactionIdOf,
} from "../conformance/harness/reusable-states.ts";

const MAX_PERIODS = 1024;

Deno.test("a schedule with more periods than a report has room for is reported until the first that is left out", async () => {
  await using station = await startNegotiatingStation();
  const visit = await authorized15118(station);
  await needsTold(station);
  const everyOther = (first: number, limits: readonly [number, number]) =>
    Array.from(
      { length: MAX_PERIODS },
      (_, index) => [index === 0 ? 0 : first + index * 80, limits[index % 2]!] as const,
    );
  await installed(
    station,
    0,
    profile(station, "ChargingStationMaxProfile", everyOther(40, [40, 10]), { id: 2 }),
  );
  await installed(
    station,
    1,
    profile(station, "TxProfile", everyOther(0, [16, 17]), { id: 3, transactionId: transactionIdOf(visit) }),
  );
  const { payload: { chargingSchedule: { chargingSchedulePeriod: periods, duration } } } = await station.csms
    .expect("NotifyEVChargingSchedule");
  assert.equal(periods.length, MAX_PERIODS);
  const last = periods.at(-1)!;
  assert(duration !== undefined && duration - last.startPeriod <= 80, `${last.startPeriod}, ${duration}`);
  assert(duration > last.startPeriod);
});

Deno.test("a profile that arrives before the response to the needs is for them", async () => {
  await using station = await startNegotiatingStation();
  const { csms } = station;
  const visit = await authorized15118(station);
  csms.hold("NotifyEVChargingNeeds");
  await needsSaid(station);
  const needs = await csms.expect("NotifyEVChargingNeeds");
  const single = profile(station, "TxProfile", [[0, 10]], { id: 3, transactionId: transactionIdOf(visit) });
  const [schedule] = single.chargingSchedule;
  // Only an EV that has told its needs can choose among several.
  const several = { ...single, chargingSchedule: [schedule!, { ...schedule!, id: 2 }] };
  assert.deepEqual(await set(station, 1, several), { status: "Accepted" });
  await installed(station, 1, single);
  needs.reply({ status: "Accepted" });
  const { payload } = await csms.expect("NotifyEVChargingSchedule");
  assert.equal(payload.chargingSchedule.id, schedule?.id);
});

Deno.test("the needs of an EV that leaves before its transaction are not those of the next EV", async () => {
  await using station = await startNegotiatingStation();
  const gone = await arrived(station);
  await evConnectedPreSession(gone);
  await needsTold(station);
  await station.evse(1).unplug();
  const { payload } = await station.csms.expect("StatusNotification");
  assert.equal(payload.connectorStatus, "Available");

  const next = { ...gone, connected: false, events: [] };
  await evConnectedPreSession(next);
  await authorized(next);
  await energyTransferStarted(next);
  const single = profile(station, "TxProfile", [[0, 10]], { id: 3, transactionId: transactionIdOf(next) });
  const [schedule] = single.chargingSchedule;
  const several = { ...single, chargingSchedule: [schedule!, { ...schedule!, id: 2 }] };
  assert.equal((await set(station, 1, several)).status, "Rejected");
  await installed(station, 1, single);
  assert.equal(await limitAtSink(station, 1), 10);
  assert.deepEqual(station.csms.received("NotifyEVChargingSchedule"), []);
});

Deno.test("only a profile of the transaction is an answer to what its EV needs", async () => {
  await using station = await startNegotiatingStation();
  await authorized15118(station);
  await needsTold(station);
  await installed(station, 1, profile(station, "TxDefaultProfile", [[0, 10]], { id: 3 }));
  await station.settle();
  assert.deepEqual(station.csms.received("NotifyEVChargingSchedule"), []);
});
