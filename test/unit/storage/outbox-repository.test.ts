import assert from "node:assert/strict";
import type { QueuedLane } from "../../../src/csms/call-lanes.ts";
import { sizedEvent } from "../../../src/csms/message-size.ts";
import { messageId, transactionId } from "../../../src/kernel/ids.ts";
import { MAX_OUTBOX_MESSAGES } from "../../../src/kernel/limits.ts";
import type { RequestOf } from "../../../src/ocpp/messages.ts";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { CounterRepository } from "../../../src/storage/counter-repository.ts";
import type { Database } from "../../../src/storage/database.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { OutboxRepository } from "../../../src/storage/outbox-repository.ts";
import { TransactionRepository } from "../../../src/storage/transaction-repository.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const MINUTE_MS = 60_000;
const T0 = Date.parse("2026-01-15T10:00:00.000Z");
type Event = RequestOf<"TransactionEvent">;

function open(path = ":memory:") {
  const log = new RecordingLogger();
  const db = openDatabase(path, { kind: "core", migrations: CORE_MIGRATIONS, log });
  let n = 0;
  const clock = new FakeClock(T0);
  const outbox = new OutboxRepository({ db, clock, log, ids: { uuid: () => `id-${++n}`, random: () => 0 } });
  return { db, clock, log, outbox, transactions: new TransactionRepository(db, outbox) };
}

function event(id: string, seqNo: number, changes: Partial<Event> = {}): Event {
  return {
    eventType: "Updated",
    timestamp: new Date(T0 + seqNo * MINUTE_MS).toISOString(),
    triggerReason: "MeterValuePeriodic",
    seqNo,
    transactionInfo: { transactionId: id },
    ...changes,
  };
}

const commit = (repository: TransactionRepository, requests: readonly Event[]) =>
  repository.commit({
    save: [],
    idleSessions: [],
    pastSessions: [],
    endedValues: [],
    remove: [],
    events: requests.map((request) => ({
      messageId: messageId(`${request.transactionInfo.transactionId}-${request.seqNo}`),
      request,
    })),
  });

/** Started, `updates` periodic meter values, Ended. */
function story(id: string, updates: number): Event[] {
  return [
    event(id, 0, { eventType: "Started", triggerReason: "Authorized" }),
    ...Array.from({ length: updates }, (_, i) => event(id, i + 1)),
    event(id, updates + 1, { eventType: "Ended", triggerReason: "RemoteStop" }),
  ];
}

function payloads(outbox: OutboxRepository): Event[] {
  const found: Event[] = [];
  for (let next = outbox.head(); next !== undefined; next = outbox.next(next.position)) {
    found.push(JSON.parse(next.payloadText));
  }
  return found;
}

const positions = (outbox: OutboxRepository, lane: QueuedLane): number[] => {
  const found: number[] = [];
  for (let next = outbox.next(0, lane); next; next = outbox.next(next.position, lane)) {
    found.push(next.position);
  }
  return found;
};

/** Reads without regard to lanes and commits under way. */
function seqNos(db: Database): number[] {
  return db.statement("SELECT payload FROM outbox ORDER BY position").all()
    .map((row) => JSON.parse(String(row["payload"])).seqNo);
}

Deno.test("messages come out in the order in which they went in, and stay until they are removed", async () => {
  const { outbox, transactions } = open();
  await commit(transactions, [event("a", 0), event("b", 0)]);
  await outbox.append("SecurityEventNotification", { type: "X", timestamp: "2026-01-15T10:00:00.000Z" }, T0);
  await commit(transactions, [event("a", 1)]);
  const first = outbox.head();
  assert.equal(first?.messageId, "a-0");
  assert.equal(outbox.head()?.position, first?.position);
  const second = outbox.next(first?.position ?? 0);
  assert.equal(second?.messageId, "b-0");
  const third = outbox.next(second?.position ?? 0);
  assert.equal(third?.action, "SecurityEventNotification");
  assert.equal(third?.messageId, "id-1");
  assert.equal(outbox.count(), 4);
  await outbox.remove([first?.position ?? 0]);
  assert.equal(outbox.head()?.messageId, "b-0");
});

Deno.test("attempts, order and ids survive a restart; positions are never used twice", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const before = open(`${directory}/core.db`);
    await commit(before.transactions, [event("a", 0), event("a", 1)]);
    await before.outbox.recordAttempt(2);
    await before.outbox.remove([1]);
    before.db.close();

    const after = open(`${directory}/core.db`);
    assert.deepEqual({ ...after.outbox.head() }, {
      position: 2,
      messageId: "a-1",
      action: "TransactionEvent",
      payloadText: JSON.stringify(event("a", 1)),
      attempts: 1,
      setbacks: 0,
    });
    await after.outbox.remove([2]);
    assert.equal(after.outbox.count(), 0);
    await commit(after.transactions, [event("a", 2)]);
    assert.equal(after.outbox.head()?.position, 3);
    after.db.close();
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("several messages are removed together, and no others", async () => {
  const { outbox, transactions } = open();
  await commit(transactions, story("a", 3));
  await outbox.remove([1, 3]);
  assert.deepEqual(payloads(outbox).map(({ seqNo }) => seqNo), [1, 3, 4]);
});

Deno.test("each lane is walked for itself, whatever the other holds", async () => {
  const { outbox, transactions } = open();
  const security = () =>
    outbox.append("SecurityEventNotification", { type: "X", timestamp: "2026-01-15T10:00:00.000Z" }, T0);
  await commit(transactions, [event("a", 0)]);
  await security();
  await commit(transactions, [event("a", 1)]);
  await security();
  assert.deepEqual(positions(outbox, "transactions"), [1, 3]);
  assert.deepEqual(positions(outbox, "notifications"), [2, 4]);
  assert.equal(outbox.next(3, "transactions"), undefined);
});

Deno.test("a message that is set aside lets those behind it pass, is due in time, and outlives restarts", async () => {
  const directory = await Deno.makeTempDir();
  const before = open(`${directory}/core.db`);
  await commit(before.transactions, [event("a", 0), event("b", 0)]);
  await before.outbox.setAside(1, T0 + 1000);
  before.db.close();
  const { db, outbox, transactions } = open(`${directory}/core.db`);
  assert.deepEqual(positions(outbox, "transactions"), [2]);
  assert.equal(outbox.nextDueMs(0, "transactions"), T0 + 1000);
  assert.equal(outbox.nextDueMs(0, "notifications"), undefined);
  assert.equal(outbox.due(T0 + 999, "transactions"), undefined);
  assert.deepEqual(
    [outbox.due(T0 + 1000, "transactions")].map((due) => [due?.position, due?.setbacks]),
    [[1, 1]],
  );
  outbox.passed(2, "transactions");
  assert.equal(transactions.hasQueuedEvents(transactionId("a")), true);
  await outbox.remove([1, 2]);
  assert.equal(transactions.hasQueuedEvents(), false);
  db.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("what follows of a transaction waits behind a message that is left alone, also what comes later", async () => {
  const { outbox, transactions } = open();
  await commit(transactions, [event("a", 0), event("b", 0), event("a", 1)]);
  await outbox.rest(1, T0 + 1000);
  await commit(transactions, [event("a", 2), event("b", 1)]);
  assert.deepEqual(positions(outbox, "transactions"), [2, 5]);
  const due: (number | undefined)[][] = [];
  for (let next = outbox.due(T0 + 1000, "transactions"); next; next = outbox.due(T0 + 1000, "transactions")) {
    due.push([next.position, next.setbacks]);
    await outbox.remove([next.position]);
    if (next.position === 3) await commit(transactions, [event("a", 3)]);
  }
  assert.deepEqual(due, [[1, 0], [3, 0], [4, 0], [6, 0]]);
  await commit(transactions, [event("a", 4)]);
  assert.deepEqual(positions(outbox, "transactions"), [2, 5, 7]);
});

Deno.test("messages that are recalled are due at once, oldest first", async () => {
  const { outbox, transactions } = open();
  await commit(transactions, [event("a", 0), event("b", 0), event("b", 1)]);
  await outbox.rest(2, T0 + 1000);
  await outbox.rest(1, T0 + 2000);
  await outbox.recall([2, 1]);
  assert.deepEqual(positions(outbox, "transactions"), []);
  assert.equal(outbox.due(T0, "transactions")?.position, 1);
});

Deno.test("events behind one that is left alone were never sent: a connection loss flags them offline (E11.FR.07)", async () => {
  const { outbox, transactions } = open();
  await commit(transactions, [event("a", 0), event("a", 1), event("b", 0)]);
  outbox.sending(1, "transactions");
  await outbox.rest(1, T0 + 1000);
  outbox.sending(3, "transactions");
  await outbox.markOffline();
  const flags = [...outbox.waiting()].map(({ payloadText }) => JSON.parse(payloadText).offline);
  assert.deepEqual(flags, [undefined, true, undefined]);
});

Deno.test("a message that was made smaller is another message in the same place", async () => {
  const { outbox, transactions } = open();
  await commit(transactions, [event("a", 0), event("a", 1)]);
  await outbox.replace(1, "{}");
  assert.deepEqual([outbox.head()?.position, outbox.head()?.payloadText], [1, "{}"]);
  assert.notEqual(outbox.head()?.messageId, "a-0");
});

Deno.test("an Ended event fits into one message: intermediate meter values are left out (J02.FR.20)", async () => {
  const { log, outbox, transactions } = open();
  outbox.limitEvents((event) => sizedEvent(event, 4_000));
  const meterValue = Array.from({ length: 100 }, (_, n) => ({
    timestamp: new Date(T0 + n * MINUTE_MS).toISOString(),
    sampledValue: [{ value: n }],
  }));
  await commit(transactions, [event("a", 0, { eventType: "Ended", meterValue })]);
  const text = outbox.head()?.payloadText ?? "";
  assert.ok(text.length <= 4_000 && text.length > 3_800, `${text.length} bytes`);
  const kept = (JSON.parse(text) as Event).meterValue ?? [];
  assert.deepEqual([kept[0], kept.at(-1)], [meterValue[0], meterValue.at(-1)]);
  assert.equal(log.messages("warning").length, 1);
});

Deno.test("a message is not given out before its commit is on disk", async () => {
  const { outbox, transactions } = open();
  await commit(transactions, [event("a", 0)]);
  const position = outbox.head()?.position ?? 0;
  const committing = commit(transactions, [event("a", 1)]);
  assert.equal(outbox.next(position), undefined);
  await committing;
  assert.equal(outbox.next(position)?.messageId, "a-1");
});

Deno.test("what a connection loss catches in the queue is flagged offline, except what was sent (E11.FR.07)", async () => {
  const { outbox, transactions } = open();
  await commit(transactions, [event("a", 0), event("a", 1)]);
  await outbox.append("SecurityEventNotification", { type: "X", timestamp: "2026-01-15T10:00:00.000Z" }, T0);
  const first = outbox.head()?.position ?? 0;
  outbox.sending(first, "transactions");
  await outbox.markOffline();
  assert.deepEqual(payloads(outbox).map((payload) => payload.offline), [undefined, true, undefined]);
  assert.deepEqual(payloads(outbox)[1], { ...event("a", 1), offline: true });
});

Deno.test("a message that was only looked at, or did not go out after all, is flagged offline (E11.FR.07)", async () => {
  const { outbox, transactions } = open();
  await commit(transactions, [event("a", 0), event("a", 1)]);
  outbox.next(0, "transactions");
  outbox.sending(1, "transactions");
  outbox.notSent(1, "transactions");
  await outbox.markOffline();
  assert.deepEqual(payloads(outbox).map((payload) => payload.offline), [true, true]);
});

Deno.test("what a killed process may have sent is the same message for the next one, even if it never sends it", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/core.db`;
  const first = open(path);
  await commit(first.transactions, [event("a", 0), event("a", 1), event("a", 2), event("a", 3)]);
  first.db.close();

  const { db, outbox } = open(path);
  await outbox.markOffline();
  assert.deepEqual(payloads(outbox).map((payload) => payload.offline), [undefined, undefined, true, true]);
  db.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("state, kept meter values and outbox rows change together, or not at all", async () => {
  const { db, outbox, transactions } = open();
  const id = transactionId("a");
  await assert.rejects(transactions.commit({
    save: [{ transactionId: id, state: { n: 1 } }],
    idleSessions: [],
    pastSessions: [],
    endedValues: [{
      transactionId: id,
      kind: "append",
      values: [{ timestamp: "t", sampledValue: [{ value: 1 }] }],
    }],
    remove: [],
    events: [
      { messageId: messageId("same"), request: event("a", 0) },
      { messageId: messageId("same"), request: event("a", 1) },
    ],
  }));
  assert.deepEqual([transactions.open(), outbox.count()], [[], 0]);
  assert.equal(db.statement("SELECT count(*) AS n FROM ended_meter_value").get()?.["n"], 0);
});

Deno.test("kept meter values are appended, replaced and removed with their transaction", async () => {
  const { transactions } = open();
  const id = transactionId("a");
  const value = (n: number) => ({ timestamp: `t${n}`, sampledValue: [{ value: n }] });
  const change = (kind: "append" | "replace", ...numbers: number[]) =>
    transactions.commit({
      save: [{ transactionId: id, state: { n: numbers.length } }],
      idleSessions: [],
      pastSessions: [],
      endedValues: [{ transactionId: id, kind, values: numbers.map(value) }],
      remove: [],
      events: [],
    });
  await change("append", 1, 2);
  await change("append", 3);
  assert.deepEqual(transactions.open(), [{
    transactionId: id,
    state: { n: 1 },
    endedValues: [value(1), value(2), value(3)],
  }]);
  await change("replace", 1, 3);
  assert.deepEqual(transactions.open()[0]?.endedValues, [value(1), value(3)]);
  await transactions.commit({
    save: [],
    idleSessions: [],
    pastSessions: [],
    endedValues: [],
    remove: [id],
    events: [],
  });
  await change("append", 9);
  assert.deepEqual(transactions.open()[0]?.endedValues, [value(9)]);
});

Deno.test("queued events are found by transaction and in general; other messages do not count", async () => {
  const { outbox, transactions } = open();
  await outbox.append("SecurityEventNotification", { type: "X", timestamp: "2026-01-15T10:00:00.000Z" }, T0);
  assert.equal(transactions.hasQueuedEvents(), false);
  await commit(transactions, [event("a", 0)]);
  assert.equal(transactions.hasQueuedEvents(), true);
  assert.equal(transactions.hasQueuedEvents(transactionId("a")), true);
  assert.equal(transactions.hasQueuedEvents(transactionId("b")), false);
});

Deno.test("an answered event no longer counts as queued, although its row is still being removed (E14.FR.05)", async () => {
  const { outbox, transactions } = open();
  await commit(transactions, [event("a", 0), event("b", 0)]);
  const first = outbox.head()?.position ?? 0;
  outbox.passed(first, "transactions");
  assert.equal(transactions.hasQueuedEvents(transactionId("a")), false);
  assert.equal(transactions.hasQueuedEvents(), true);
  outbox.passed(first + 1, "transactions");
  assert.equal(transactions.hasQueuedEvents(), false);
});

Deno.test("a full outbox loses nothing, one message more costs intermediate meter values only, evenly (E04.FR.08, J02.FR.13)", async () => {
  const { db, log, outbox, transactions } = open();
  const started = story("a", MAX_OUTBOX_MESSAGES - 1).slice(0, -1);
  await commit(transactions, started);
  assert.equal(outbox.count(), MAX_OUTBOX_MESSAGES);
  assert.deepEqual(log.messages("warning"), []);
  await commit(transactions, [
    event("a", MAX_OUTBOX_MESSAGES, { eventType: "Ended", triggerReason: "StopAuthorized" }),
  ]);
  const left = seqNos(db);
  assert.ok(left.length <= MAX_OUTBOX_MESSAGES * 0.9 + 2, `${left.length} left`);
  assert.ok(left.length >= MAX_OUTBOX_MESSAGES * 0.9 - 2, `${left.length} left`);
  assert.deepEqual(left.slice(0, 2), [0, 1]);
  assert.deepEqual(left.slice(-2), [MAX_OUTBOX_MESSAGES - 1, MAX_OUTBOX_MESSAGES]);
  const widestGap = Math.max(...left.slice(1).map((seqNo, i) => seqNo - (left[i] ?? 0)));
  assert.ok(widestGap <= 2, `a gap of ${widestGap}`);
  assert.equal(log.messages("warning").length, 1);
});

Deno.test("a flood of events that must not be dropped is kept whole, and said", async () => {
  const { log, outbox, transactions } = open();
  const frames = Array.from({ length: MAX_OUTBOX_MESSAGES / 2 }, (_, i) => story(`t${i}`, 0)).flat();
  await commit(transactions, frames);
  await commit(transactions, story("last", 0));
  assert.equal(outbox.count(), MAX_OUTBOX_MESSAGES + 2);
  assert.equal(log.messages("error").length, 1);
});

Deno.test("meter values go before charging states, and a token's event never", async () => {
  const { db, transactions } = open();
  const states = Array.from(
    { length: MAX_OUTBOX_MESSAGES - 1 },
    (_, i) => event("a", i + 1, { triggerReason: "ChargingStateChanged" }),
  );
  const authorized = event("a", MAX_OUTBOX_MESSAGES, {
    triggerReason: "Authorized",
    idToken: { idToken: "T", type: "Central" },
  });
  await commit(transactions, [event("a", 0, { eventType: "Started" }), ...states]);
  await commit(transactions, [authorized]);
  const left = seqNos(db);
  assert.ok(left.length <= MAX_OUTBOX_MESSAGES);
  assert.ok(left.includes(MAX_OUTBOX_MESSAGES) && left.includes(0) && left.includes(1));
});

Deno.test("ordinary messages go before transaction events, intermediate ones first (part 2, 2.1.9)", async () => {
  const { db, outbox, transactions } = open();
  await commit(transactions, story("a", MAX_OUTBOX_MESSAGES - 102).slice(0, -1));
  for (let i = 0; i < 100; i++) await outbox.appendOrdinary("MeterValues", { seqNo: -i - 1 }, T0 + i);
  const ended = event("a", MAX_OUTBOX_MESSAGES, { eventType: "Ended", triggerReason: "StopAuthorized" });
  await commit(transactions, [ended, event("b", 0, { eventType: "Started" })]);
  const left = seqNos(db);
  assert.deepEqual(left.filter((seqNo) => seqNo < 0), [-1, -100]);
  assert.equal(left.length, MAX_OUTBOX_MESSAGES - 97);
});

Deno.test("what may have been sent is not thinned away", async () => {
  const { db, outbox, transactions } = open();
  await commit(transactions, story("a", MAX_OUTBOX_MESSAGES - 2));
  outbox.sending(5000, "transactions");
  await commit(transactions, [event("b", 0, { eventType: "Started" })]);
  assert.deepEqual(seqNos(db).slice(0, 5000), Array.from({ length: 5000 }, (_, i) => i));
});

Deno.test("counters go on where they stopped", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const before = open(`${directory}/core.db`);
    const counters = new CounterRepository(before.db);
    const taken = await before.db.write(() => ["event", "event", "x"].map((name) => counters.take(name)));
    assert.deepEqual(taken, [1, 2, 1]);
    before.db.close();
    const after = open(`${directory}/core.db`);
    const again = new CounterRepository(after.db);
    assert.equal(await after.db.write(() => again.take("event")), 3);
    after.db.close();
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("while nothing is kept messages are dropped, what is queued stays, and the rest of the commit counts", async () => {
  const { db, outbox, transactions } = open();
  await commit(transactions, [event("tx", 0)]);
  outbox.keeps("nothing");
  await commit(transactions, [event("tx", 1)]);
  await outbox.append("Heartbeat", {}, T0);
  await outbox.appendOrdinary("Heartbeat", {}, T0);
  await transactions.commit({
    save: [{ transactionId: transactionId("tx"), state: {} }],
    idleSessions: [],
    pastSessions: [],
    endedValues: [],
    remove: [],
    events: [],
  });
  assert.deepEqual(payloads(outbox).map(({ seqNo }) => seqNo), [0]);
  assert.equal(transactions.open().length, 1);
  outbox.keeps("everything");
  await commit(transactions, [event("tx", 2)]);
  assert.deepEqual(payloads(outbox).map(({ seqNo }) => seqNo), [0, 2]);
  db.close();
});
