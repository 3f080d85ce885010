import assert from "node:assert/strict";
import { messageId, transactionId } from "../../../src/kernel/ids.ts";
import { MAX_UNSTORED_CHANGES } from "../../../src/kernel/limits.ts";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import type { Database } from "../../../src/storage/database.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { OutboxRepository } from "../../../src/storage/outbox-repository.ts";
import { STORE_AGAIN_MS, STORE_RETRY_TIMER } from "../../../src/storage/refused-changes.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { settled } from "../../fakes/memory-socket.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

/** A disk that is full when the test says so. */
function bench() {
  const db = openDatabase(":memory:", {
    kind: "core",
    migrations: CORE_MIGRATIONS,
    log: new RecordingLogger(),
  });
  let isFull = false;
  let breaks = "database or disk is full";
  const disk: Database = {
    ...db,
    write: (change) =>
      db.write(() => {
        const value = change();
        if (isFull) throw new Error(breaks);
        return value;
      }),
  };
  const clock = new FakeClock();
  const log = new RecordingLogger();
  let ids = 0;
  const outbox = new OutboxRepository({
    db: disk,
    clock,
    log,
    ids: { uuid: () => `id-${++ids}`, random: () => 0 },
  });
  const states: string[] = [];
  outbox.onRefusal((state) => states.push(state));
  const queue = (seqNo: number, change?: () => void) =>
    outbox.write([{
      messageId: messageId(`m-${seqNo}`),
      action: "TransactionEvent",
      payload: { seqNo, eventType: "Updated" },
      occurredMs: seqNo,
      transaction: { id: transactionId("t"), dropPriority: 1 },
    }], change);
  const seqNos = () => {
    const found: number[] = [];
    for (let next = outbox.next(0, "transactions"); next; next = outbox.next(next.position, "transactions")) {
      found.push(JSON.parse(next.payloadText).seqNo);
    }
    return found;
  };
  const stored = () =>
    db.statement("SELECT payload FROM outbox ORDER BY position").all()
      .map((row) => JSON.parse(String(row["payload"])).seqNo);
  return {
    ...{ outbox, clock, log, states, queue, seqNos, stored },
    full: (reason = breaks) => {
      isFull = true;
      breaks = reason;
    },
    free: () => isFull = false,
    retry: async () => {
      await clock.fire(STORE_RETRY_TIMER);
      await settled();
      await new Promise((resolve) => setImmediate(resolve));
      await settled();
    },
  };
}

Deno.test("what the disk refuses is sent from memory, in order, and stored when there is room", async () => {
  const b = bench();
  await b.queue(0);
  b.full();
  const done: number[] = [];
  await b.queue(1, () => void done.push(1));
  await b.queue(2, () => void done.push(2));
  assert.deepEqual(b.seqNos(), [0, 1, 2]);
  assert.deepEqual(b.stored(), [0]);
  assert.equal(b.outbox.holdsEvents(transactionId("t")), true);
  assert.equal(b.outbox.count(), 3);
  await b.retry();
  assert.deepEqual(b.states, ["refuses"]);
  b.free();
  done.length = 0;
  await b.retry();
  assert.deepEqual(done, [1, 2]);
  assert.deepEqual(b.stored(), [0, 1, 2]);
  assert.deepEqual(b.seqNos(), [0, 1, 2]);
  assert.deepEqual(b.states, ["refuses", "takes"]);
  assert.deepEqual(b.clock.pending(), []);
});

Deno.test("what comes after a refused change is not stored before it", async () => {
  const b = bench();
  b.full();
  const done: number[] = [];
  await b.queue(0, () => void done.push(0));
  b.free();
  done.length = 0;
  await b.queue(1, () => void done.push(1));
  assert.deepEqual(done, []);
  await b.retry();
  assert.deepEqual(done, [0, 1]);
});

Deno.test("a change that comes a second after a refusal is stored at once, with those before it", async () => {
  const b = bench();
  b.full();
  await b.queue(0);
  b.free();
  b.clock.advance(STORE_AGAIN_MS - 1);
  await b.queue(1);
  assert.deepEqual(b.stored(), []);
  b.clock.advance(1);
  await b.queue(2);
  assert.deepEqual(b.stored(), [0, 1, 2]);
  assert.deepEqual(b.states, ["refuses", "takes"]);
  assert.deepEqual(b.clock.pending(), []);
});

Deno.test("a disk that still refuses is asked once in a second at most, however many changes come", async () => {
  const b = bench();
  b.full();
  let attempts = 0;
  await b.queue(0, () => void attempts++);
  assert.equal(attempts, 1);
  b.clock.advance(STORE_AGAIN_MS);
  for (let seqNo = 1; seqNo <= 5; seqNo++) await b.queue(seqNo);
  assert.equal(attempts, 2);
  assert.deepEqual(b.clock.pending(), [STORE_RETRY_TIMER]);
});

Deno.test("changes that come while earlier ones are being stored follow in order, and the end waits for all", async () => {
  const b = bench();
  b.full();
  await b.queue(0);
  b.free();
  b.clock.advance(STORE_AGAIN_MS);
  const writes = [b.queue(1), b.queue(2)];
  await b.outbox.flush();
  assert.deepEqual(b.stored(), [0, 1, 2]);
  await Promise.all(writes);
  assert.deepEqual(b.seqNos(), [0, 1, 2]);
  assert.deepEqual(b.clock.pending(), []);
});

Deno.test("what was delivered from memory is not stored afterwards; what its change did is", async () => {
  const b = bench();
  b.full();
  let changes = 0;
  await b.queue(0, () => void changes++);
  await b.queue(1);
  await b.outbox.remove([1]);
  b.free();
  changes = 0;
  await b.retry();
  assert.equal(changes, 1);
  assert.deepEqual(b.stored(), [1]);
});

Deno.test("events in memory are flagged offline, and so are those on disk although it refuses (E11.FR.07)", async () => {
  const b = bench();
  await b.queue(0);
  await b.queue(1);
  b.full();
  await b.queue(2);
  b.outbox.sending(1, "transactions");
  await b.outbox.markOffline();
  const flags: unknown[] = [];
  for (let next = b.outbox.head(); next; next = b.outbox.next(next.position)) {
    flags.push(JSON.parse(next.payloadText).offline);
  }
  assert.deepEqual(flags, [undefined, true, true]);
});

Deno.test("attempts, setting aside and smaller versions work in memory too, and are stored with the message", async () => {
  const b = bench();
  b.full();
  await b.queue(0);
  await b.queue(1);
  await b.outbox.recordAttempt(1);
  await b.outbox.replace(1, '{"seqNo":10}');
  await b.outbox.setAside(1, 5_000);
  // What follows of the transaction waits with it.
  await b.queue(2);
  assert.deepEqual(b.seqNos(), []);
  assert.equal(b.outbox.nextDueMs(0, "transactions"), 5_000);
  b.free();
  await b.retry();
  const due = b.outbox.due(5_000, "transactions");
  assert.deepEqual([due?.payloadText, due?.attempts, due?.setbacks], ['{"seqNo":10}', 1, 1]);
  assert.deepEqual(b.seqNos(), []);
  await b.outbox.remove([1]);
  assert.equal(b.outbox.due(5_000, "transactions")?.setbacks, 0);
});

Deno.test(`${MAX_UNSTORED_CHANGES} changes are held in memory, one more is refused`, async () => {
  const b = bench();
  b.full();
  for (let change = 0; change < MAX_UNSTORED_CHANGES; change++) await b.outbox.write([]);
  await assert.rejects(b.outbox.write([]), /full/);
  b.free();
  await b.retry();
  await b.outbox.write([]);
});

Deno.test("a change that is at fault itself is refused, not held", async () => {
  const b = bench();
  await b.queue(0);
  await assert.rejects(b.queue(0), /UNIQUE/);
  assert.deepEqual(b.states, []);
  assert.deepEqual(b.clock.pending(), []);
});

Deno.test("before the end memory goes to the disk if it takes it, or the log says how much is lost", async () => {
  const b = bench();
  b.full();
  await b.queue(0);
  await b.outbox.flush();
  assert.deepEqual(b.log.messages("error").slice(-1), [
    "the disk did not take these messages before the end",
  ]);
  b.free();
  await b.outbox.flush();
  assert.deepEqual(b.stored(), [0]);
  assert.deepEqual(b.clock.pending(), []);
});
