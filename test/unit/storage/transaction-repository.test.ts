import assert from "node:assert/strict";
import { messageId, transactionId } from "../../../src/kernel/ids.ts";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import type { Database } from "../../../src/storage/database.ts";
import { OutboxRepository } from "../../../src/storage/outbox-repository.ts";
import { TransactionRepository } from "../../../src/storage/transaction-repository.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";
import { openCore } from "./open-core.ts";

const ID = transactionId("5d54bd0e-b7cc-4d21-8d23-1a0f2a5cdca7");
/** As large as that of a transaction with its token and both meter readings. */
const STATE_BYTES = 1500;
const PAGE_AND_FRAME_HEADER_BYTES = 4096 + 24;

function repository(db: Database): TransactionRepository {
  const deps = { db, clock: new FakeClock(), log: new RecordingLogger() };
  return new TransactionRepository(
    db,
    new OutboxRepository({ ...deps, ids: { uuid: () => "", random: () => 0 } }),
  );
}

const stateOf = (seqNo: number) => ({ seqNo, text: "x".repeat(STATE_BYTES) });

/** One change of a running transaction: its state, and the event that tells it. */
async function change(transactions: TransactionRepository, seqNo: number): Promise<void> {
  await transactions.commit({
    save: [{ transactionId: ID, state: stateOf(seqNo) }],
    idleSessions: [],
    pastSessions: [],
    endedValues: [],
    remove: [],
    events: [{
      messageId: messageId(`message-${seqNo}`),
      request: {
        eventType: "Updated",
        timestamp: "2026-01-15T10:00:00.000Z",
        triggerReason: "ChargingStateChanged",
        seqNo,
        transactionInfo: { transactionId: ID },
      },
    }],
  });
}

Deno.test("a change of a running transaction writes five pages, whatever came before", async () => {
  const directory = await Deno.makeTempDir();
  const db = openCore(`${directory}/cp.db`);
  const transactions = repository(db);
  const walBytes = () => Deno.statSync(`${directory}/cp.db-wal`).size;
  for (let seqNo = 0; seqNo < 4; seqNo++) {
    await change(transactions, seqNo);
    await db.write(() => db.statement("DELETE FROM outbox").run());
  }
  const before = walBytes();
  await change(transactions, 4);
  // Event, its two indices, the last position, the state.
  assert.equal((walBytes() - before) / PAGE_AND_FRAME_HEADER_BYTES, 5);
  await db.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("the states of open transactions survive the change of their table", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/cp.db`;
  const before = CORE_MIGRATIONS.findIndex((sql) => sql.includes("CREATE TABLE new_open_transaction"));
  const old = openCore(path, { migrations: CORE_MIGRATIONS.slice(0, before) });
  await old.write(() =>
    old.statement("INSERT INTO open_transaction (transaction_id, state) VALUES (?, ?)")
      .run(ID, JSON.stringify(stateOf(7)))
  );
  await old.close();

  const db = openCore(path);
  const transactions = repository(db);
  assert.deepEqual(transactions.open(), [{ transactionId: ID, state: stateOf(7), endedValues: [] }]);
  await change(transactions, 8);
  assert.deepEqual(transactions.open(), [{ transactionId: ID, state: stateOf(8), endedValues: [] }]);
  await db.close();
  await Deno.remove(directory, { recursive: true });
});
