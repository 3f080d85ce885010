import assert from "node:assert/strict";
import type { BootReasonEnumType } from "../../../../src/ocpp/messages.ts";
import { recoveryTimer } from "../../../../src/station/transactions/transaction-recovery.ts";
import { EVSE, reading, SESSION, SessionScript, START_MS, swiped } from "./evse-events.ts";
import { inWords } from "./machine-runner.ts";
import { type BenchOptions, createBench, quiet } from "./transactions-bench.ts";

const DRIVER = swiped("RFID0001");
type Bench = ReturnType<typeof createBench>;

/** Runs `before` in one process and `after` in the next on the same file; returns what is in the outbox at the end. */
async function acrossRestart(
  bootReason: BootReasonEnumType,
  before: (bench: Bench) => Promise<void>,
  after: (bench: Bench) => Promise<void>,
  options: BenchOptions = {},
): Promise<Bench> {
  const directory = await Deno.makeTempDir();
  try {
    const path = `${directory}/core.db`;
    const first = createBench({ ...options, path });
    await before(first);
    first.db.close();
    const second = createBench({ ...options, path, firstId: 1000 });
    await second.block.recover(bootReason);
    await after(second);
    return second;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

const session = new SessionScript();
const charge = (bench: Bench) =>
  bench.handle(session.plug(), session.begin(DRIVER, { meter: reading(1000) }), session.charge());
const story = (bench: Bench) => bench.queued().map((event) => `${event.seqNo} ${inWords(event)}`);

Deno.test("our process alone restarted: events of the same session continue the transaction", async () => {
  const bench = await acrossRestart("PowerUp", charge, async (second) => {
    assert.equal(second.block.activeTransaction(EVSE)?.transactionId, SESSION);
    await second.handle(session.pauseEv(), session.charge(), session.finish("Local", { token: DRIVER }));
  });
  assert.deepEqual(story(bench), [
    "0 Started Authorized EVConnected idToken=RFID0001 evse=1/1",
    "1 Updated ChargingStateChanged Charging",
    "2 Updated ChargingStateChanged SuspendedEV",
    "3 Updated ChargingStateChanged Charging",
    "4 Ended StopAuthorized Local EVConnected idToken=RFID0001",
  ]);
});

Deno.test("events that the end of the process caught in the queue are flagged offline, but for those that may have been sent", async () => {
  const bench = await acrossRestart("PowerUp", async (first) => {
    await first.handle(session.plug(), session.begin(DRIVER), session.charge(), session.pauseEv());
  }, async () => {});
  assert.deepEqual(bench.queued().map(({ offline }) => offline), [false, false, true]);
});

Deno.test("meter values kept for Ended survive the restart", async () => {
  const variables = { "SampledDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Register" };
  const bench = await acrossRestart("PowerUp", async (first) => {
    await charge(first);
    await first.block.keepForEnded(EVSE, {
      timestamp: "2026-01-15T10:01:00.000Z",
      sampledValue: [{ value: 1500 }],
    });
  }, async (second) => {
    await second.handle(session.finish("Local", { meter: reading(2000) }));
  }, { variables });
  assert.deepEqual(
    bench.queued().at(-1)?.meterValue?.map((value) => value.sampledValue[0]?.value),
    [1000, 1500, 2000],
  );
});

Deno.test("power loss: the EVSE resumes its session only to end it", async () => {
  const bench = await acrossRestart("PowerUp", charge, async (second) => {
    second.block.evseRestarted(EVSE);
    await second.handle(session.resume(), session.finish("PowerLoss", { sessionId: "" }));
    second.clock.advance(60_000);
    await quiet();
  });
  assert.deepEqual(story(bench).slice(2), ["2 Ended AbnormalCondition PowerLoss Idle"]);
});

Deno.test("an EVSE that resumes its session and then says nothing does not keep the transaction open", async () => {
  const bench = await acrossRestart("PowerUp", charge, async (second) => {
    second.block.evseRestarted(EVSE);
    await second.handle(session.resume());
    await second.clock.fire(recoveryTimer(EVSE));
    await quiet();
  });
  assert.deepEqual(story(bench).slice(2), ["2 Ended AbnormalCondition PowerLoss Idle"]);
});

const RESTARTS: readonly [BootReasonEnumType, string][] = [
  ["PowerUp", "AbnormalCondition PowerLoss"],
  ["Watchdog", "AbnormalCondition Reboot"],
  ["LocalReset", "AbnormalCondition Reboot"],
  ["FirmwareUpdate", "AbnormalCondition Reboot"],
  ["RemoteReset", "ResetCommand ImmediateReset"],
  ["Unknown", "AbnormalCondition Other"],
];

for (const [bootReason, reported] of RESTARTS) {
  Deno.test(`a restarted EVSE that has forgotten its session ends the transaction: ${bootReason}`, async () => {
    const bench = await acrossRestart(bootReason, charge, async (second) => {
      second.block.evseRestarted(EVSE);
      assert.notEqual(second.block.activeTransaction(EVSE), undefined);
      await second.clock.fire(recoveryTimer(EVSE));
      await quiet();
      assert.equal(second.block.activeTransaction(EVSE), undefined);
    });
    assert.deepEqual(story(bench).slice(2), [`2 Ended ${reported} Idle`]);
  });
}

Deno.test("an event of the session within the grace proves that the EVSE still has it", async () => {
  const bench = await acrossRestart("PowerUp", charge, async (second) => {
    second.block.evseRestarted(EVSE);
    await second.handle(session.pauseEv());
    second.clock.advance(60_000);
    await quiet();
  });
  assert.notEqual(bench.block.activeTransaction(EVSE), undefined);
});

Deno.test("a transaction that began after the start is not doubted when the EVSE says once more that it is ready", async () => {
  const bench = createBench({ variables: { "TxCtrlr.TxStartPoint": "EVConnected" } });
  await bench.block.recover("PowerUp");
  await bench.handle(new SessionScript().plug());
  bench.block.evseRestarted(EVSE);
  bench.clock.advance(60_000);
  await quiet();
  assert.notEqual(bench.block.activeTransaction(EVSE), undefined);
});

Deno.test("an EVSE that says several times that it started does not get a longer grace", async () => {
  const bench = await acrossRestart("PowerUp", charge, async (second) => {
    second.block.evseRestarted(EVSE);
    second.clock.advance(6000);
    second.block.evseRestarted(EVSE);
    second.clock.advance(6000);
    await quiet();
  });
  assert.deepEqual(story(bench).slice(2), ["2 Ended AbnormalCondition PowerLoss Idle"]);
});

Deno.test("a quiet EVSE that did not restart keeps its transaction", async () => {
  const bench = await acrossRestart("Watchdog", charge, async (second) => {
    second.clock.advance(24 * 60 * 60 * 1000);
    await quiet();
  });
  assert.notEqual(bench.block.activeTransaction(EVSE), undefined);
});

Deno.test("another session on the EVSE proves that the old one ended unseen", async () => {
  const next = new SessionScript("22222222-2222-4222-8222-222222222222");
  const bench = await acrossRestart("Watchdog", charge, async (second) => {
    await second.handle(next.plug(), next.begin(swiped("RFID0002")));
  });
  assert.deepEqual(story(bench).slice(2), [
    "2 Ended AbnormalCondition Reboot Idle",
    "0 Started Authorized EVConnected idToken=RFID0002 evse=1/1",
  ]);
});

Deno.test("a killed process loses a minute of a transaction whose end nobody sees, and adds nothing of others (E06.FR.11)", async () => {
  const variables = { "SampledDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Register" };
  const at = (seconds: number) => START_MS + seconds * 1000;
  const told = (bench: Bench, wattHours: number, seconds: number) => {
    bench.readings.record(EVSE, reading(wattHours, at(seconds)));
    bench.block.meterReading(EVSE, reading(wattHours, at(seconds)));
    return quiet();
  };
  const next = new SessionScript("22222222-2222-4222-8222-222222222222", at(3600));
  const bench = await acrossRestart("PowerUp", async (first) => {
    await charge(first);
    for (let second = 10; second <= 100; second++) await told(first, 1000 + second, second);
  }, async (second) => {
    await told(second, 9000, 3600);
    await second.handle(next.plug(), next.begin(swiped("RFID0002")));
  }, { variables });
  const ended = bench.queued().find(({ eventType }) => eventType === "Ended");
  const last = ended?.meterValue?.at(-1);
  assert.equal(last?.sampledValue[0]?.context, "Transaction.End");
  assert.equal(last?.sampledValue[0]?.value, 1060);
  assert.equal(last?.timestamp, new Date(at(60)).toISOString());
});

Deno.test("a transaction that an earlier version stored has no last reading, and ends without one", async () => {
  const variables = { "SampledDataCtrlr.TxEndedMeasurands": "Energy.Active.Import.Register" };
  const next = new SessionScript("22222222-2222-4222-8222-222222222222");
  const bench = await acrossRestart("PowerUp", async (first) => {
    await charge(first);
    const [stored] = first.store.open();
    const { transaction, ...state } = stored?.state as { transaction: Record<string, unknown> };
    const { told: _told, phasesSeen: _phasesSeen, ...older } = transaction;
    await first.store.commit({
      ...{ idleSessions: [], pastSessions: [], endedValues: [], remove: [], events: [] },
      save: [{ transactionId: stored!.transactionId, state: { ...state, transaction: older } }],
    });
  }, async (second) => {
    second.readings.record(EVSE, reading(9000));
    await second.handle(next.plug());
  }, { variables });
  const ended = bench.queued().find(({ eventType }) => eventType === "Ended");
  assert.deepEqual(ended?.meterValue?.map(({ sampledValue: [value] }) => value?.value), [1000]);
});

Deno.test("a transaction of an EVSE that is not there any more is ended at once", async () => {
  const gone = new SessionScript();
  const bench = await acrossRestart("PowerUp", async (first) => {
    const evseId = 3 as typeof EVSE;
    await first.handle({ ...gone.plug(), evseId }, { ...gone.begin(DRIVER), evseId });
  }, () => Promise.resolve());
  assert.deepEqual(story(bench).slice(1), ["1 Ended AbnormalCondition PowerLoss Idle"]);
  assert.deepEqual(bench.store.open(), []);
});

Deno.test("a token that was rejected before the restart is still stopped", async () => {
  const bench = await acrossRestart("PowerUp", async (first) => {
    await charge(first);
    first.evsePort.stops = () => new Promise(() => {});
    await first.answerLast({ idTokenInfo: { status: "Invalid" } });
  }, () => quiet());
  assert.deepEqual(bench.evsePort.commands, ["stop 1 DeAuthorized"]);
});

Deno.test("a stored transaction that cannot be read is said and dropped, the station starts", async () => {
  const bench = await acrossRestart("PowerUp", async (first) => {
    await charge(first);
    await first.store.commit({
      save: [{ transactionId: "x" as never, state: { version: 99 } }],
      idleSessions: [],
      pastSessions: [],
      endedValues: [],
      remove: [],
      events: [],
    });
  }, () => Promise.resolve());
  assert.equal(bench.log.messages("error").length, 1);
  assert.deepEqual(bench.store.open().map(({ transactionId }) => transactionId), [SESSION]);
});
