import assert from "node:assert/strict";
import { transactionId } from "../../../../src/kernel/ids.ts";
import { recoveryTimer } from "../../../../src/station/transactions/transaction-recovery.ts";
import { unknownSession } from "../../../../src/station/transactions/evse-transaction-state.ts";
import { CORE_MIGRATIONS } from "../../../../src/storage/core-migrations.ts";
import { openDatabase } from "../../../../src/storage/open-database.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { CONNECTOR, EVSE, remote, SESSION, SessionScript, swiped } from "./evse-events.ts";
import { inWords } from "./machine-runner.ts";
import { createBench, quiet } from "./transactions-bench.ts";

type Bench = ReturnType<typeof createBench>;

const DRIVER = swiped("RFID0001");
const ENERGY = { "TxCtrlr.TxStartPoint": "EnergyTransfer", "TxCtrlr.TxStopPoint": "EnergyTransfer" };

/** What happens in one process after the other, each killed at the end, all on the same file; returns the last. */
async function lives(
  variables: Readonly<Record<string, string>>,
  ...happenings: readonly ((bench: Bench) => Promise<void>)[]
): Promise<Bench> {
  const directory = await Deno.makeTempDir();
  let bench: Bench | undefined;
  for (const [index, happens] of happenings.entries()) {
    bench?.db.close();
    bench = createBench({ path: `${directory}/core.db`, firstId: index * 1000, variables });
    await bench.block.recover("Unknown");
    await happens(bench);
  }
  await Deno.remove(directory, { recursive: true });
  return bench!;
}

const nothing = () => Promise.resolve();
const story = (bench: Bench) => bench.queued().map((event) => `${event.seqNo} ${inWords(event)}`);

Deno.test("who was authorized before the transaction started is still known after a restart", async () => {
  const session = new SessionScript();
  const bench = await lives(
    ENERGY,
    (first) => first.handle(session.plug(), session.begin(remote("APP", 7))),
    (second) => second.handle(session.charge()),
  );
  assert.deepEqual(story(bench), [
    "0 Started RemoteStart Charging idToken=APP remoteStartId=7 evse=1/1",
  ]);
  assert.equal(bench.queued()[0]?.transactionInfo.transactionId, SESSION);
});

Deno.test("a session whose transaction ended goes on after a restart, and its id is not used again (E01.FR.08)", async () => {
  const session = new SessionScript();
  const bench = await lives(
    ENERGY,
    (first) => first.handle(session.plug(), session.begin(DRIVER), session.charge(), session.pauseEv()),
    (second) => second.handle(session.charge()),
  );
  const [, , again] = bench.queued();
  assert.equal(again && inWords(again), "Started ChargingStateChanged Charging idToken=RFID0001 evse=1/1");
  assert.notEqual(again?.transactionInfo.transactionId, SESSION);
});

Deno.test("a session that is over is not resumed, with or without a transaction", async () => {
  const without = new SessionScript();
  const before = await lives({}, (first) => first.handle(without.plug(), without.unplug()), nothing);
  assert.deepEqual(before.store.idleSessions(), []);
  const session = new SessionScript();
  const after = await lives({}, async (first) => {
    await first.handle(session.plug(), session.begin(DRIVER), session.finish("Local", { token: DRIVER }));
    assert.equal(first.store.idleSessions().length, 1);
    await first.handle(session.unplug());
  }, nothing);
  assert.deepEqual([after.store.idleSessions(), after.store.open()], [[], []]);
});

Deno.test("while a transaction is open the session is stored with it, once", async () => {
  const session = new SessionScript();
  const bench = await lives({}, async (first) => {
    await first.handle(session.plug());
    assert.equal(first.store.idleSessions().length, 1);
    await first.handle(session.begin(DRIVER));
  });
  assert.deepEqual(bench.store.idleSessions(), []);
  assert.equal(bench.store.open().length, 1);
});

Deno.test("what was plugged in before the restart is known, until another session shows that it is gone", async () => {
  const session = new SessionScript();
  const bench = await lives({}, (first) => first.handle(session.plug()), nothing);
  assert.deepEqual(bench.block.plugged(), [{ evseId: EVSE, connectorId: CONNECTOR }]);
  const next = new SessionScript("22222222-2222-4222-8222-222222222222");
  await bench.handle(next.swipe(DRIVER));
  assert.deepEqual(bench.block.plugged(), []);
  assert.deepEqual(story(bench), []);
});

Deno.test("an authorization from before the restart keeps nobody away until it is heard of again", async () => {
  const session = new SessionScript();
  const bench = await lives({}, (first) => first.handle(session.swipe(DRIVER)), nothing);
  assert.equal(bench.block.isAuthorized(EVSE), false);
  await bench.handle(session.plug());
  assert.equal(bench.block.isAuthorized(EVSE), true);
});

Deno.test("a restarted EVSE that does not come back to its session has lost it", async () => {
  const session = new SessionScript();
  const bench = await lives({}, (first) => first.handle(session.plug()), async (second) => {
    second.block.evseRestarted(EVSE);
    assert.equal(second.block.plugged().length, 1);
    await second.clock.fire(recoveryTimer(EVSE));
    await quiet();
  });
  assert.deepEqual([bench.block.plugged(), bench.store.idleSessions()], [[], []]);
});

Deno.test("a stored session that cannot be read, or whose EVSE is gone, is said and dropped", async () => {
  const bench = await lives({}, async (first) => {
    const idleSessions = [{ evseId: EVSE, state: { version: 99 } }];
    await first.store.commit({
      save: [],
      idleSessions,
      pastSessions: [],
      endedValues: [],
      remove: [],
      events: [],
    });
    await first.handle({ ...new SessionScript().plug(), evseId: 3 as typeof EVSE });
  }, nothing);
  assert.equal(bench.log.messages("error").length, 2);
  assert.deepEqual(bench.store.idleSessions(), []);
});

Deno.test("the CSMS can end a transaction whose end was missed: the EVSE runs none any more", async () => {
  const session = new SessionScript();
  const bench = await lives(
    {},
    (first) => first.handle(session.plug(), session.begin(DRIVER), session.charge()),
    async (second) => {
      second.evsePort.stops = () => undefined;
      assert.equal(await second.block.stop(transactionId(SESSION), "Remote"), false, "nobody answered");
      second.evsePort.stops = () => false;
      assert.equal(await second.block.stop(transactionId(SESSION), "Remote"), true);
    },
  );
  assert.deepEqual(story(bench).slice(2), ["2 Ended AbnormalCondition Other Idle"]);
  assert.deepEqual(bench.store.open(), []);
});

Deno.test("an EVSE that was heard of since the restart and refuses to stop keeps its transaction", async () => {
  const session = new SessionScript();
  const bench = await lives(
    {},
    (first) => first.handle(session.plug(), session.begin(DRIVER)),
    async (second) => {
      await second.handle(session.charge());
      second.evsePort.stops = () => false;
      assert.equal(await second.block.stop(transactionId(SESSION), "Remote"), false);
    },
  );
  assert.notEqual(bench.block.activeTransaction(EVSE), undefined);
});

Deno.test("a database from before past sessions were stored is read, and stores them from then on", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/core.db`;
  const before = CORE_MIGRATIONS.slice(
    0,
    CORE_MIGRATIONS.findIndex((step) => step.includes("past_sessions")),
  );
  const old = openDatabase(path, { kind: "core", migrations: before, log: new RecordingLogger() });
  const { stopWanted: _, ...stored } = unknownSession(SESSION, CONNECTOR);
  const state = { version: 1, session: { ...stored, connected: true, chargingState: "EVConnected" } };
  old.statement("INSERT INTO idle_session (evse_id, state) VALUES (1, ?)").run(JSON.stringify(state));
  old.close();

  const bench = createBench({ path });
  await bench.block.recover("Unknown");
  const session = new SessionScript();
  await bench.handle(session.charge(), session.finish("Local", { token: DRIVER }), session.unplug());
  assert.deepEqual(story(bench), [
    "0 Started ChargingStateChanged Charging evse=1/1",
    "1 Ended StopAuthorized Local EVConnected idToken=RFID0001",
  ]);
  assert.deepEqual(bench.store.pastSessions(), [
    { evseId: EVSE, sessions: [{ sessionId: SESSION, end: "reported" }] },
  ]);
  bench.db.close();
  await Deno.remove(directory, { recursive: true });
});
