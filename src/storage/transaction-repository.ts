import { evseId, type TransactionId, transactionId } from "../kernel/ids.ts";
import type { MeterValueType, RequestOf } from "../ocpp/messages.ts";
import type {
  EndedValuesChange,
  IdleSessionChange,
  PastSessionsChange,
  QueuedTransactionEvent,
  StoredSession,
  StoredTransaction,
  TransactionChange,
  TransactionStore,
} from "../station/transactions/transaction-store.ts";
import type { Database } from "./database.ts";
import type { DropPriority, NewOutboxMessage } from "./outbox-message.ts";
import type { OutboxRepository } from "./outbox-repository.ts";

/** Open transactions and their queued events, one commit for both (architecture §3.1). */
export class TransactionRepository implements TransactionStore {
  readonly #db: Database;
  readonly #outbox: OutboxRepository;

  constructor(db: Database, outbox: OutboxRepository) {
    this.#db = db;
    this.#outbox = outbox;
  }

  /** Online or not, every event waits in the outbox. */
  async commit(change: TransactionChange): Promise<void> {
    await this.#outbox.write(change.events.map(queued), () => {
      for (const { transactionId, state } of change.save) this.#save(transactionId, state);
      for (const session of change.idleSessions) this.#changeIdleSession(session);
      for (const past of change.pastSessions) this.#savePastSessions(past);
      for (const values of change.endedValues) this.#changeEndedValues(values);
      for (const id of change.remove) this.#remove(id);
    });
  }

  open(): readonly StoredTransaction[] {
    return this.#db.statement("SELECT transaction_id, state FROM open_transaction ORDER BY transaction_id")
      .all().map((row) => {
        const id = transactionId(String(row["transaction_id"]));
        return { transactionId: id, state: parse(row["state"]), endedValues: this.#endedValues(id) };
      });
  }

  idleSessions(): readonly StoredSession[] {
    return this.#db.statement("SELECT evse_id, state FROM idle_session ORDER BY evse_id").all()
      .map((row) => ({ evseId: evseId(Number(row["evse_id"])), state: parse(row["state"]) }));
  }

  pastSessions(): readonly PastSessionsChange[] {
    return this.#db.statement("SELECT evse_id, state FROM past_sessions ORDER BY evse_id").all()
      .map((row) => ({ evseId: evseId(Number(row["evse_id"])), sessions: parse(row["state"]) }));
  }

  hasQueuedEvents(transactionId?: TransactionId): boolean {
    return this.#outbox.holdsEvents(transactionId);
  }

  markQueuedOffline(): Promise<void> {
    return this.#outbox.markOffline();
  }

  #save(id: TransactionId, state: unknown): void {
    // Not REPLACE: it gives the row a new id, and writes the index with it.
    this.#db.statement(
      `INSERT INTO open_transaction (transaction_id, state) VALUES (?, ?)
       ON CONFLICT (transaction_id) DO UPDATE SET state = excluded.state`,
    ).run(id, JSON.stringify(state));
  }

  #changeIdleSession({ evseId, state }: IdleSessionChange): void {
    if (state === undefined) this.#db.statement("DELETE FROM idle_session WHERE evse_id = ?").run(evseId);
    else {
      this.#db.statement("INSERT OR REPLACE INTO idle_session (evse_id, state) VALUES (?, ?)")
        .run(evseId, JSON.stringify(state));
    }
  }

  #savePastSessions({ evseId, sessions }: PastSessionsChange): void {
    this.#db.statement("INSERT OR REPLACE INTO past_sessions (evse_id, state) VALUES (?, ?)")
      .run(evseId, JSON.stringify(sessions));
  }

  #remove(id: TransactionId): void {
    this.#db.statement("DELETE FROM open_transaction WHERE transaction_id = ?").run(id);
    this.#db.statement("DELETE FROM ended_meter_value WHERE transaction_id = ?").run(id);
  }

  #changeEndedValues({ transactionId, kind, values }: EndedValuesChange): void {
    if (kind === "replace") {
      this.#db.statement("DELETE FROM ended_meter_value WHERE transaction_id = ?").run(transactionId);
    }
    const insert = this.#db.statement(
      `INSERT INTO ended_meter_value (transaction_id, ordinal, meter_value)
       VALUES (?1, (SELECT coalesce(max(ordinal), 0) + 1 FROM ended_meter_value WHERE transaction_id = ?1), ?2)`,
    );
    for (const value of values) insert.run(transactionId, JSON.stringify(value));
  }

  #endedValues(id: TransactionId): readonly MeterValueType[] {
    return this.#db.statement(
      "SELECT meter_value FROM ended_meter_value WHERE transaction_id = ? ORDER BY ordinal",
    ).all(id).map((row) => parse(row["meter_value"]) as MeterValueType);
  }
}

function queued({ messageId, request }: QueuedTransactionEvent): NewOutboxMessage {
  return {
    messageId,
    action: "TransactionEvent",
    payload: request,
    occurredMs: Date.parse(request.timestamp),
    transaction: {
      id: transactionId(request.transactionInfo.transactionId),
      dropPriority: dropPriorityOf(request),
    },
  };
}

/**
 * Started and Ended frame the transaction and are never dropped, nor is an event that carries an idToken: it
 * identifies who pays. Meter values between them are dropped first (architecture §3.4).
 */
export function dropPriorityOf(request: RequestOf<"TransactionEvent">): DropPriority {
  if (request.eventType !== "Updated" || request.idToken !== undefined) return 0;
  const { triggerReason } = request;
  return triggerReason === "MeterValuePeriodic" || triggerReason === "MeterValueClock" ? 1 : 2;
}

function parse(text: unknown): unknown {
  return JSON.parse(String(text));
}
