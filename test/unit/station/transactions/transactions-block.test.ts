import assert from "node:assert/strict";
import { transactionId } from "../../../../src/kernel/ids.ts";
import type { RequestOf, ResponseOf } from "../../../../src/ocpp/messages.ts";
import { statusInfo } from "../../../../src/ocpp/reason-codes.ts";
import type {
  AnsweredEvent,
  ReportedEvent,
} from "../../../../src/station/transactions/transactions-block.ts";
import { COMMIT_RETRY_TIMER } from "../../../../src/station/transactions/evse-transactions.ts";
import { EVSE, reading, remote, SESSION, SessionScript, swiped } from "./evse-events.ts";
import { inWords } from "./machine-runner.ts";
import { createBench, quiet } from "./transactions-bench.ts";

const DRIVER = swiped("RFID0001");
const ID = transactionId(SESSION);

type Bench = ReturnType<typeof createBench>;

async function charging(bench: Bench): Promise<SessionScript> {
  const session = new SessionScript();
  await bench.handle(session.plug(), session.begin(DRIVER, { meter: reading(1000) }), session.charge());
  return session;
}

async function status(bench: Bench, request: RequestOf<"GetTransactionStatus">) {
  const reply = await bench.block.handlers.GetTransactionStatus?.(request);
  assert.equal(reply?.kind, "result");
  return (reply as { response: ResponseOf<"GetTransactionStatus"> }).response;
}

Deno.test("an event is in the outbox, with an id, when it counts as taken; then the queue is told", async () => {
  const bench = createBench();
  await charging(bench);
  assert.deepEqual(bench.queued().map(inWords), [
    "Started Authorized EVConnected idToken=RFID0001 evse=1/1",
    "Updated ChargingStateChanged Charging",
  ]);
  assert.match(bench.outbox.head()?.messageId ?? "", /^[0-9a-f-]{36}$/);
  assert.equal(bench.growths(), 2);
});

Deno.test("events that arrive together keep their order", async () => {
  const bench = createBench();
  const session = new SessionScript();
  const events = [
    session.plug(),
    session.begin(DRIVER),
    session.charge(),
    session.pauseEv(),
    session.charge(),
  ];
  await Promise.all(events.map((event) => bench.block.handle(event)));
  assert.deepEqual(bench.queued().map((event) => event.seqNo), [0, 1, 2, 3]);
  assert.deepEqual(bench.queued().map((event) => event.transactionInfo.chargingState), [
    "EVConnected",
    "Charging",
    "SuspendedEV",
    "Charging",
  ]);
});

Deno.test("a disk that refuses delays the event and loses nothing", async () => {
  const bench = createBench();
  const session = new SessionScript();
  const commit = bench.store.commit.bind(bench.store);
  let refusals = 2;
  bench.store.commit = (change) =>
    refusals-- > 0 ? Promise.reject(new Error("database or disk is full")) : commit(change);
  const taken = bench.handle(session.plug(), session.begin(DRIVER), session.charge());
  await bench.clock.fire(COMMIT_RETRY_TIMER);
  assert.equal(bench.block.activeTransaction(EVSE), undefined);
  await bench.clock.fire(COMMIT_RETRY_TIMER);
  await taken;
  assert.deepEqual(bench.queued().map((event) => event.seqNo), [0, 1]);
  assert.equal(bench.log.messages("error").length, 2);
});

Deno.test("the end of the process tries what the disk refused once more, without waiting for its time", async () => {
  const bench = createBench();
  const session = new SessionScript();
  const commit = bench.store.commit.bind(bench.store);
  let refusals = 1;
  bench.store.commit = (change) =>
    refusals-- > 0 ? Promise.reject(new Error("database or disk is full")) : commit(change);
  const taken = bench.handle(session.plug(), session.begin(DRIVER), session.charge());
  await quiet();
  bench.block.close();
  await taken;
  assert.deepEqual(bench.queued().map((event) => event.seqNo), [0, 1]);
  assert.deepEqual(bench.clock.pending(), []);
});

Deno.test("what the disk refuses at the end is left behind with all that follows from it", async () => {
  const bench = createBench();
  const session = await charging(bench);
  const commit = bench.store.commit.bind(bench.store);
  const changes = [session.pauseEv(), session.charge()];
  bench.store.commit = () => Promise.reject(new Error("database or disk is full"));
  const outcomes = Promise.allSettled(changes.map((event) => bench.block.handle(event)));
  await quiet();
  bench.block.close();
  assert.deepEqual((await outcomes).map(({ status }) => status), ["rejected", "rejected"]);
  bench.store.commit = commit;
  await assert.rejects(bench.block.handle(session.pauseEv()), /an earlier change could not be stored/);
  assert.deepEqual(bench.queued().map((event) => event.seqNo), [0, 1]);
  assert.deepEqual(bench.clock.pending(), []);
});

Deno.test("other blocks hear of every event once it is on disk, with session and EVSE", async () => {
  const bench = createBench();
  const heard: ReportedEvent[] = [];
  bench.block.onEvent((event) => heard.push(event));
  await charging(bench);
  assert.deepEqual(heard.map(({ evseId, sessionId, request }) => [evseId, sessionId, request.eventType]), [
    [1, SESSION, "Started"],
    [1, SESSION, "Updated"],
  ]);
});

Deno.test("the open transaction is visible by EVSE and by id, and gone when it ended", async () => {
  const bench = createBench();
  const session = await charging(bench);
  const active = bench.block.activeTransaction(EVSE);
  assert.equal(active?.transactionId, SESSION);
  assert.equal(active?.chargingState, "Charging");
  assert.equal(active?.authorized, true);
  assert.equal(typeof active.readySinceMs, "number");
  assert.deepEqual(bench.block.transactionById(ID), active);
  await bench.handle(session.finish("Local"));
  assert.equal(bench.block.activeTransaction(EVSE), undefined);
  assert.equal(bench.block.transactionById(ID), undefined);
});

Deno.test("a token whose remote start the EVSE did not pass on is matched with it", async () => {
  const bench = createBench();
  bench.remoteStarts.set("REMOTE01", 42);
  const session = new SessionScript();
  const { remoteStartId: _, ...token } = remote("REMOTE01", 0);
  await bench.handle(session.plug(), session.begin({ ...token, fromCsms: false }));
  assert.equal(
    inWords(bench.queued()[0]!),
    "Started RemoteStart EVConnected idToken=REMOTE01 remoteStartId=42 evse=1/1",
  );
});

Deno.test("a rejected token stops the transaction when StopTxOnInvalidId (E05.FR.10)", async () => {
  const bench = createBench({ variables: { "TxCtrlr.StopTxOnInvalidId": "true" } });
  await charging(bench);
  await bench.answerLast({ idTokenInfo: { status: "Invalid" } });
  await quiet();
  assert.deepEqual(bench.evsePort.commands, ["stop 1 DeAuthorized"]);
  assert.deepEqual(bench.tokenUpdates, [{ evse: 1, info: { status: "Invalid" } }]);
});

Deno.test("what is said of the token of a transaction that ends meanwhile is not told to Auth", async () => {
  const bench = createBench({ variables: { "TxCtrlr.StopTxOnInvalidId": "true" } });
  const session = await charging(bench);
  const ending = bench.handle(session.finish("Local"));
  await bench.answerLast({ idTokenInfo: { status: "Invalid" } });
  await ending;
  assert.equal(bench.block.activeTransaction(EVSE), undefined);
  assert.deepEqual(bench.tokenUpdates, []);
});

Deno.test("a rejected token of a transaction that the EVSE does not carry ends it here (E05.FR.10)", async () => {
  const bench = createBench({
    variables: { "TxCtrlr.TxStartPoint": "Authorized", "TxCtrlr.TxStopPoint": "Authorized" },
  });
  await bench.handle(new SessionScript().swipe(DRIVER));
  await bench.answerLast({ idTokenInfo: { status: "Blocked" } });
  await quiet();
  assert.deepEqual(bench.queued().map(inWords), [
    "Started Authorized Idle idToken=RFID0001 evse=1/1",
    "Ended Deauthorized DeAuthorized Idle",
  ]);
  assert.deepEqual(bench.evsePort.commands, ["withdraw 1 RFID0001"]);
});

Deno.test("an EVSE that refuses to stop a rejected token is at least paused", async () => {
  const bench = createBench();
  await charging(bench);
  bench.evsePort.stops = () => false;
  await bench.answerLast({ idTokenInfo: { status: "Invalid" } });
  await quiet();
  assert.deepEqual(bench.evsePort.commands, ["stop 1 DeAuthorized", "pause 1"]);
});

Deno.test("without StopTxOnInvalidId and MaxEnergyOnInvalidId charging pauses at once (E05.FR.02)", async () => {
  const bench = createBench({ variables: { "TxCtrlr.StopTxOnInvalidId": "false" } });
  const session = await charging(bench);
  await bench.answerLast({ idTokenInfo: { status: "Expired" } });
  await quiet();
  assert.deepEqual(bench.evsePort.commands, ["pause 1"]);
  await bench.handle(session.pauseEvse());
  assert.equal(inWords(bench.queued().at(-1)!), "Updated ChargingStateChanged SuspendedEVSE");
});

Deno.test("an EVSE with nothing to pause yet is asked again when energy flows (E05.FR.02)", async () => {
  const bench = createBench({ variables: { "TxCtrlr.StopTxOnInvalidId": "false" } });
  const session = new SessionScript();
  await bench.handle(session.plug(), session.begin(DRIVER));
  bench.evsePort.pauses = false;
  await bench.answerLast({ idTokenInfo: { status: "Expired" } });
  await quiet();
  assert.deepEqual(bench.evsePort.commands, ["pause 1"]);
  bench.evsePort.pauses = true;
  await bench.handle(session.charge());
  await quiet();
  assert.deepEqual(bench.evsePort.commands, ["pause 1", "pause 1"]);
  assert.deepEqual(bench.log.messages("error"), []);
  bench.evsePort.pauses = false;
  await bench.handle(session.pauseEv(), session.charge());
  await quiet();
  assert.deepEqual(bench.log.messages("error"), ["the EVSE does not pause"]);
});

Deno.test("a rejected token whose EVSE did not stop is stopped when energy flows", async () => {
  const bench = createBench();
  const session = new SessionScript();
  await bench.handle(session.plug(), session.begin(DRIVER));
  bench.evsePort.stops = () => false;
  await bench.answerLast({ idTokenInfo: { status: "Invalid" } });
  await quiet();
  bench.evsePort.stops = () => true;
  await bench.handle(session.charge());
  await quiet();
  assert.deepEqual(bench.evsePort.commands, ["stop 1 DeAuthorized", "pause 1", "stop 1 DeAuthorized"]);
});

Deno.test("the remote start that the EVSE names itself counts before one with the same token", async () => {
  const bench = createBench();
  const session = new SessionScript();
  bench.remoteStarts.set("REMOTE", 8);
  await bench.handle(session.plug(), session.begin(remote("REMOTE", 9)));
  assert.equal(bench.queued()[0]?.transactionInfo.remoteStartId, 9);
});

Deno.test("a remote start of which nothing comes leaves the open transaction to the next card", async () => {
  const bench = createBench({
    variables: { "TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "EVConnected" },
  });
  const session = new SessionScript();
  await bench.handle(session.plug());
  await bench.block.remoteStartAccepted(EVSE, 9);
  bench.block.remoteStartAbandoned(8);
  bench.block.remoteStartAbandoned(9);
  await bench.handle(session.begin({ ...DRIVER, fromCsms: true }));
  assert.deepEqual(bench.queued().map(inWords), [
    "Started CablePluggedIn EVConnected evse=1/1",
    "Updated RemoteStart EVConnected idToken=RFID0001",
  ]);
});

Deno.test("a remote start marks the open transaction that waits for a token, and no authorized one", async () => {
  const variables = { "TxCtrlr.TxStartPoint": "EVConnected", "TxCtrlr.TxStopPoint": "EVConnected" };
  for (const [before, expected] of [["waits", 9], ["authorized", undefined]] as const) {
    const bench = createBench({ variables });
    const session = new SessionScript();
    await bench.handle(session.plug());
    if (before === "authorized") await bench.handle(session.begin(DRIVER));
    await bench.block.remoteStartAccepted(EVSE, 9);
    if (before === "waits") await bench.handle(session.begin({ ...DRIVER, fromCsms: true }));
    await bench.handle(session.charge());
    assert.equal(bench.queued().at(-1)?.transactionInfo.remoteStartId, expected, before);
  }
});

Deno.test("a remote start that began the session stays with it to its end", async () => {
  const bench = createBench();
  const session = new SessionScript();
  await bench.handle(session.plug(), session.begin(remote("REMOTE", 9)));
  bench.block.remoteStartAbandoned(9);
  await bench.handle(session.finish("Local"));
  assert.equal(bench.queued().at(-1)?.transactionInfo.remoteStartId, 9);
});

/** The CSMS refuses the token at 1200 Wh; what started at 1000 Wh may have 500. */
async function refusedWithEnergyLeft() {
  const bench = createBench({
    variables: { "TxCtrlr.StopTxOnInvalidId": "false", "TxCtrlr.MaxEnergyOnInvalidId": "500" },
  });
  await charging(bench);
  bench.readings.record(EVSE, reading(1200));
  await bench.answerLast({ idTokenInfo: { status: "Invalid" } });
  return bench;
}

Deno.test("MaxEnergyOnInvalidId is delivered, then charging pauses, once (E05.FR.03)", async () => {
  const bench = await refusedWithEnergyLeft();
  bench.block.meterReading(EVSE, reading(1499));
  await quiet();
  assert.deepEqual(bench.evsePort.commands, []);
  bench.block.meterReading(EVSE, reading(1500));
  await quiet();
  assert.deepEqual(bench.evsePort.commands, ["pause 1"]);
  bench.block.meterReading(EVSE, reading(1501));
  await quiet();
  assert.deepEqual(bench.evsePort.commands, ["pause 1"]);
});

Deno.test("a meter that begins anew does not make MaxEnergyOnInvalidId endless (E05.FR.03)", async () => {
  const bench = await refusedWithEnergyLeft();
  bench.block.meterReading(EVSE, reading(0));
  await quiet();
  assert.deepEqual(bench.evsePort.commands, ["pause 1"]);
});

Deno.test("the answer to the token that stopped changes nothing any more", async () => {
  const bench = createBench({ variables: { "TxCtrlr.TxStopPoint": "EVConnected" } });
  const session = await charging(bench);
  await bench.handle(session.finish("Local", { token: DRIVER }));
  await bench.answerLast({ idTokenInfo: { status: "Invalid" } });
  await quiet();
  assert.deepEqual(bench.evsePort.commands, []);
});

Deno.test("the group of the token is remembered, cost and message are passed on", async () => {
  const bench = createBench();
  const answers: AnsweredEvent[] = [];
  bench.block.onResponse((answer) => answers.push(answer));
  await charging(bench);
  const group = { idToken: "G1", type: "Central" } as const;
  await bench.answerLast({ totalCost: 1.5, idTokenInfo: { status: "Accepted", groupIdToken: group } });
  assert.deepEqual(bench.block.activeTransaction(EVSE)?.groupIdToken, group);
  assert.equal(answers[0]?.response.totalCost, 1.5);
  assert.equal(answers[0]?.evseId, 1);
});

Deno.test("an answer without a token, or about a transaction that is over, is passed on as well", async () => {
  const bench = createBench();
  const answers: AnsweredEvent[] = [];
  bench.block.onResponse((answer) => answers.push(answer));
  const session = await charging(bench);
  await bench.answerLast({ totalCost: 1 });
  await bench.handle(session.finish("Local", { token: DRIVER }), session.unplug());
  await bench.answerLast({ totalCost: 2, idTokenInfo: { status: "Invalid" } });
  assert.deepEqual(answers.map(({ evseId, response }) => [evseId, response.totalCost]), [[1, 1], [
    undefined,
    2,
  ]]);
  assert.deepEqual(bench.evsePort.commands, []);
});

Deno.test("an event that the CSMS never took is said in the log", async () => {
  const bench = createBench();
  await charging(bench);
  await bench.deliverLast({ kind: "timeout" });
  assert.equal(bench.log.messages("error").length, 1);
  assert.deepEqual(bench.tokenUpdates, []);
});

Deno.test("GetTransactionStatus tells what is going on and what is queued (E14)", async () => {
  const bench = createBench();
  assert.deepEqual(await status(bench, {}), { messagesInQueue: false });
  assert.deepEqual(await status(bench, { transactionId: "unknown" }), {
    ongoingIndicator: false,
    messagesInQueue: false,
  });
  const session = await charging(bench);
  assert.deepEqual(await status(bench, {}), { messagesInQueue: true });
  assert.deepEqual(await status(bench, { transactionId: SESSION }), {
    ongoingIndicator: true,
    messagesInQueue: true,
  });
  await bench.handle(session.finish("Local"));
  assert.deepEqual(await status(bench, { transactionId: SESSION }), {
    ongoingIndicator: false,
    messagesInQueue: true,
  });
  for (let head = bench.outbox.head(); head; head = bench.outbox.head()) {
    await bench.outbox.remove([head.position]);
  }
  assert.deepEqual(await status(bench, { transactionId: SESSION }), {
    ongoingIndicator: false,
    messagesInQueue: false,
  });
});

Deno.test("TriggerMessage TransactionEvent reports state and measurands of the open transaction (F06.FR.07)", async () => {
  const bench = createBench({
    variables: {
      "SampledDataCtrlr.TxUpdatedMeasurands": "Energy.Active.Import.Register",
      "SampledDataCtrlr.TxStartedMeasurands": "Voltage",
      "SampledDataCtrlr.TxEndedMeasurands": "Voltage",
      "AlignedDataCtrlr.Measurands": "Voltage",
    },
  });
  const trigger = bench.block.triggers.TransactionEvent!;
  assert.equal(trigger(undefined).status, "Rejected");
  await charging(bench);
  assert.equal(trigger({ id: 2 }).status, "Rejected");
  const volts = { value: 230, measurand: "Voltage" } as const;
  const { sampledValues, timestampMs } = reading(1234);
  bench.readings.record(EVSE, { timestampMs, sampledValues: [volts, ...sampledValues] });
  const verdict = trigger({ id: 1 });
  assert.equal(verdict.status, "Accepted");
  if (verdict.status === "Accepted") verdict.send();
  await bench.block.keepForEnded(EVSE, {
    timestamp: "2026-01-15T10:00:00.000Z",
    sampledValue: [{ value: 1 }],
  });
  const last = bench.queued().at(-1)!;
  assert.equal(inWords(last), "Updated Trigger Charging");
  assert.deepEqual(last.meterValue?.[0]?.sampledValue.map(({ context, value }) => [context, value]), [
    ["Trigger", 1234],
  ]);
});

Deno.test("TriggerMessage TransactionEvent is rejected while the outbox waits for acceptance (F06.FR.10)", async () => {
  const bench = createBench();
  await charging(bench);
  bench.registration.isAccepted = false;
  assert.deepEqual(bench.block.triggers.TransactionEvent!(undefined), {
    status: "Rejected",
    statusInfo: statusInfo("CSNotAccepted"),
  });
  bench.registration.isAccepted = true;
  assert.equal(bench.block.triggers.TransactionEvent!(undefined).status, "Accepted");
});

Deno.test("stop asks the EVSE that carries the transaction, and nobody for one that is not open", async () => {
  const bench = createBench();
  assert.equal(await bench.block.stop(ID, "Remote"), false);
  await charging(bench);
  assert.equal(await bench.block.stop(ID, "Remote"), true);
  bench.evsePort.stops = () => false;
  assert.equal(await bench.block.stop(ID, "Remote"), false);
  assert.deepEqual(bench.evsePort.commands, ["stop 1 Remote", "stop 1 Remote"]);
});

Deno.test("stop succeeds when the EVSE ended its transaction while it was asked", async () => {
  const bench = createBench({ variables: { "TxCtrlr.TxStopPoint": "EVConnected" } });
  const session = await charging(bench);
  bench.evsePort.stops = async () => {
    await bench.handle(session.finish("Local", { token: DRIVER }));
    return false;
  };
  assert.equal(await bench.block.stop(ID, "Remote"), true);
  await bench.handle(session.unplug());
  assert.deepEqual(bench.queued().slice(-2).map(inWords), [
    "Updated RemoteStop EVConnected",
    "Ended EVCommunicationLost Local Idle",
  ]);
});
