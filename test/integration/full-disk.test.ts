import assert from "node:assert/strict";
import { join } from "node:path";
import {
  startStation,
  type StationOptions,
  type StationUnderTest,
} from "../conformance/harness/station-under-test.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { EARLIER_CORE_VERSION, makeCoreEarlier } from "../fakes/core-database.ts";
import { writeLibocppCore } from "../fakes/libocpp-core-database.ts";
import { type SmallDisk, testOnSmallDisk } from "../fakes/small-disk.ts";

const options = ({ directory }: SmallDisk): StationOptions => ({
  start: false,
  everest: { parameters: { CoreDatabasePath: directory } },
  variables: {
    "TxCtrlr.TxStartPoint": "EVConnected",
    "TxCtrlr.TxStopPoint": "EVConnected",
    "SampledDataCtrlr.TxUpdatedInterval": 10,
    "OCPPCommCtrlr.RetryBackOffWaitMinimum": 1,
    "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
  },
});

async function booted({ csms, ...station }: StationUnderTest): Promise<void> {
  await csms.expect("BootNotification");
  await csms.expect("StatusNotification");
  void station;
}

const seqNos = ({ csms }: StationUnderTest) => csms.received("TransactionEvent").map(({ seqNo }) => seqNo);
const diskFaults = ({ csms }: StationUnderTest) =>
  csms.received("NotifyEvent").flatMap(({ eventData }) => eventData)
    .filter(({ techCode }) => techCode === "DiskFull").map(({ cleared }) => cleared);

/** Resolves when the CSMS has heard of the disk what it must hear up to now, and nothing twice. */
async function diskFaultTold(station: StationUnderTest, upTo: "raised" | "cleared"): Promise<void> {
  const expected = { raised: [false], cleared: [false, true] }[upTo];
  await station.csms.expect(
    "NotifyEvent",
    ({ eventData }) =>
      eventData.some(({ techCode, cleared }) => techCode === "DiskFull" && cleared === expected.at(-1)),
  );
  await station.settle();
  assert.deepEqual(diskFaults(station), expected);
}

/** A whole session, plugged in already. */
async function chargeAndLeave(station: StationUnderTest): Promise<void> {
  assert.equal(await station.everest.auth.swipe("CARD"), "UsedToStart");
  await station.settle();
  await station.evse(1).startCharging();
  await station.pass(60_000);
  await station.evse(1).unplug();
  await station.csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
}

testOnSmallDisk(
  "the disk fills up while a transaction runs: every event is sent, once, and the CSMS hears of it",
  async (disk) => {
    await using station = await startStation(options(disk));
    station.start();
    await booted(station);
    await station.evse(1).plugIn();
    await station.csms.expect("TransactionEvent");
    disk.fill();
    await chargeAndLeave(station);
    const told = seqNos(station);
    assert(told.length > 6, `${told.length} events`);
    assert.deepEqual(told, told.map((_, index) => index));
    await diskFaultTold(station, "raised");
    assert.equal((await station.csms.call("GetTransactionStatus", {})).messagesInQueue, false);

    disk.free();
    await station.pass(10_000);
    await diskFaultTold(station, "cleared");
    await station.evse(1).plugIn();
    await station.csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
    await processRestarted(station);
    const after = station.csms.received("TransactionEvent").slice(told.length);
    assert.deepEqual(after.map(({ eventType, seqNo }) => [eventType, seqNo]), [["Started", 0]]);
  },
);

testOnSmallDisk(
  "what happened offline on a full disk is told when the line is back, and survives a restart when there is room",
  async (disk) => {
    await using station = await startStation(options(disk));
    const { csms } = station;
    station.start();
    await booted(station);
    await station.settle();
    csms.stopAccepting();
    csms.drop();
    await csms.disconnected();
    disk.fill();
    await station.evse(1).plugIn();
    await station.pass(1_000);
    await station.evse(1).unplug();
    await station.pass(1_000);
    disk.free();
    await station.pass(10_000);
    await station.stop();
    csms.resume();
    station.start();
    await station.clock.fire("everest.dialect");
    const started = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
    const ended = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
    assert.deepEqual([started.payload.offline, ended.payload.offline], [true, true]);
  },
);

testOnSmallDisk("a start with a full disk serves what it can and says so", async (disk) => {
  await using station = await startStation(options(disk));
  disk.fill();
  station.start();
  await booted(station);
  await station.evse(1).plugIn();
  await chargeAndLeave(station);
  const told = seqNos(station);
  assert.deepEqual(told, told.map((_, index) => index));
  await diskFaultTold(station, "raised");
  assert(station.log.messages("error").some((message) => message.startsWith("the disk is full")));
});

testOnSmallDisk(
  "a start with a full disk and a queue of before: the queue is delivered, what comes new as well",
  async (disk) => {
    await using station = await startStation(options(disk));
    const { csms } = station;
    station.start();
    await booted(station);
    await station.settle();
    csms.stopAccepting();
    csms.drop();
    await csms.disconnected();
    await station.evse(1).plugIn();
    await station.settle();
    await station.stop();
    disk.fill();
    csms.resume();
    station.start();
    await station.clock.fire("everest.dialect");
    const started = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
    assert.equal(started.payload.offline, true);
    await station.evse(1).unplug();
    const ended = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
    assert.deepEqual([started.payload.seqNo, ended.payload.seqNo], [0, 1]);
    await diskFaultTold(station, "raised");
  },
);

testOnSmallDisk(
  "a start with a full disk and a database that must be migrated first: the station charges, the file waits",
  async (disk) => {
    await using station = await startStation(options(disk));
    station.start();
    await booted(station);
    await station.stop();
    makeCoreEarlier(join(disk.directory, "cp.db"));
    disk.fill();
    await processRestarted(station);
    await station.evse(1).plugIn();
    await chargeAndLeave(station);
    await diskFaultTold(station, "raised");
    disk.free();
    await processRestarted(station);
    assert(station.log.messages("notice").includes("a database is migrated"));
    assert(await Deno.stat(join(disk.directory, `cp.db.v${EARLIER_CORE_VERSION}-1`)));
  },
);

testOnSmallDisk(
  "the first start after the C++ module on a full disk: the next start delivers what it left unsent",
  async (disk) => {
    await using station = await startStation(options(disk));
    const { csms } = station;
    const event = {
      eventType: "Ended",
      timestamp: "2026-01-15T09:02:00.000Z",
      triggerReason: "EVCommunicationLost",
      seqNo: 2,
      transactionInfo: { transactionId: "of the C++ module" },
    };
    writeLibocppCore(join(disk.directory, "cp.db"), { queued: [["message-1", "TransactionEvent", event]] });
    disk.fill();
    station.start();
    await booted(station);
    await station.stop();
    disk.free();
    station.start();
    await station.clock.fire("everest.dialect");
    const { payload } = await csms.expect("TransactionEvent");
    assert.equal(payload.transactionInfo.transactionId, "of the C++ module");
  },
);
