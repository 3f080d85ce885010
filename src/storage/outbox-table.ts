import type { QueuedLane } from "../csms/call-lanes.ts";
import type { OutboxMessage } from "../csms/outbox-store.ts";
import { type MessageId, messageId, type TransactionId, transactionId } from "../kernel/ids.ts";
import type { Action } from "../ocpp/messages.ts";
import type { Database } from "./database.ts";
import type { DropPriority, OutboxRow } from "./outbox-message.ts";

const COLUMNS = "position, message_id, action, payload, attempts, setbacks";

/** Earlier than anything that is due. */
const BEFORE_ANY = -1;

/** Hardly ever is a message left alone: its own index makes that cheap to ask. */
const SET_ASIDE_OF =
  "(SELECT max(set_aside_ms) FROM outbox INDEXED BY outbox_set_aside WHERE set_aside_ms IS NOT NULL AND transaction_id = ?)";

/** Table and condition of a lane. The notifications are few: only they have an index of their own. */
const LANES: Readonly<Record<QueuedLane, { readonly from: string; readonly where: string }>> = {
  transactions: { from: "outbox NOT INDEXED", where: "transaction_id IS NOT NULL" },
  notifications: { from: "outbox INDEXED BY outbox_notifications", where: "transaction_id IS NULL" },
};

/** The rows of the outbox on disk. */
export class OutboxTable {
  readonly #db: Database;
  /** The highest position of each lane that was ever stored: behind it nothing needs to be looked for. */
  readonly #last: Record<QueuedLane, number>;
  /** False where no message of the lane can be set aside: every answer asks for one that is due, there is hardly ever one. */
  readonly #mayBeSetAside: Record<QueuedLane, boolean> = { transactions: true, notifications: true };

  constructor(db: Database) {
    this.#db = db;
    const last = (lane: QueuedLane) =>
      this.#number(
        `SELECT coalesce(max(position), 0) AS n FROM ${LANES[lane].from} WHERE ${LANES[lane].where}`,
      );
    this.#last = { transactions: last("transactions"), notifications: last("notifications") };
  }

  /** The highest position that was ever given, also to what is gone. */
  lastPosition(): number {
    return this.#number("SELECT coalesce(max(seq), 0) AS n FROM sqlite_sequence WHERE name = 'outbox'");
  }

  /** When the oldest message happened, Unix milliseconds. */
  oldestMs(): number | undefined {
    const row = this.#db.statement("SELECT occurred_ms FROM outbox ORDER BY position LIMIT 1").get();
    return row === undefined ? undefined : Number(row["occurred_ms"]);
  }

  /** Positions of the oldest messages of a lane, at most `count`. */
  oldest(lane: QueuedLane, count: number): readonly number[] {
    const { from, where } = LANES[lane];
    return this.#db.statement(`SELECT position FROM ${from} WHERE ${where} ORDER BY position LIMIT ?`).all(
      count,
    )
      .map((row) => Number(row["position"]));
  }

  /** The oldest message of a lane behind `after`, up to `upTo`, that is not set aside. */
  next(after: number, upTo: number, lane: QueuedLane): OutboxMessage | undefined {
    if (after >= this.#last[lane]) return undefined;
    const { from, where } = LANES[lane];
    return this.#message(
      `SELECT ${COLUMNS} FROM ${from} WHERE position > ? AND position <= ? AND ${where}
       AND set_aside_ms IS NULL ORDER BY position LIMIT 1`,
      after,
      upTo,
    );
  }

  due(nowMs: number, lane: QueuedLane): OutboxMessage | undefined {
    if (!this.#mayBeSetAside[lane]) return undefined;
    if (this.nextDueMs(BEFORE_ANY, lane) === undefined) {
      this.#mayBeSetAside[lane] = false;
      return undefined;
    }
    return this.#message(
      `SELECT ${COLUMNS} FROM outbox WHERE set_aside_ms <= ? AND ${LANES[lane].where}
       ORDER BY set_aside_ms, position LIMIT 1`,
      nowMs,
    );
  }

  nextDueMs(nowMs: number, lane: QueuedLane): number | undefined {
    const row = this.#db.statement(
      `SELECT min(set_aside_ms) AS n FROM outbox WHERE set_aside_ms > ? AND ${LANES[lane].where}`,
    ).get(nowMs);
    return row?.["n"] === null || row === undefined ? undefined : Number(row["n"]);
  }

  /** Every row, oldest first. */
  rows(): IterableIterator<OutboxRow> {
    return this.#db.statement(
      `SELECT position, message_id, action, payload, transaction_id, occurred_ms, dispensable, attempts, setbacks,
       set_aside_ms FROM outbox ORDER BY position`,
    ).iterate()[Symbol.iterator]().map(toRow);
  }

  count(): number {
    return this.#number("SELECT count(*) AS n FROM outbox");
  }

  holdsEvents(passed: number, transactionId: TransactionId | undefined): boolean {
    const waits = "(position > ? OR set_aside_ms IS NOT NULL)";
    return transactionId === undefined
      ? this.#number(
        `SELECT EXISTS (SELECT 1 FROM outbox WHERE ${waits} AND transaction_id IS NOT NULL) AS n`,
        passed,
      ) === 1
      : this.#number(
        `SELECT EXISTS (SELECT 1 FROM outbox WHERE ${waits} AND transaction_id = ? COLLATE NOCASE) AS n`,
        passed,
        transactionId,
      ) === 1;
  }

  transactionOf(position: number): TransactionId | undefined {
    const id = this.#db.statement("SELECT transaction_id FROM outbox WHERE position = ?").get(position)
      ?.["transaction_id"];
    return id === null || id === undefined ? undefined : transactionId(String(id));
  }

  /** Until when what is added to the transaction is left alone, Unix milliseconds. */
  setAsideOf(id: TransactionId): number | undefined {
    const row = this.#db.statement(`SELECT ${SET_ASIDE_OF} AS n`).get(id);
    return row === undefined || row["n"] === null ? undefined : Number(row["n"]);
  }

  /** To be called within a write. A message of a transaction that is left alone joins it. */
  insert(row: OutboxRow): void {
    this.#db.statement(
      `INSERT INTO outbox (position, message_id, action, payload, transaction_id, occurred_ms, dispensable, attempts,
       setbacks, set_aside_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, ${SET_ASIDE_OF}))`,
    ).run(
      row.position,
      row.messageId,
      row.action,
      row.payloadText,
      row.transactionId ?? null,
      row.occurredMs,
      row.dropPriority,
      row.attempts,
      row.setbacks,
      row.setAsideMs ?? null,
      row.transactionId ?? null,
    );
    const lane = row.transactionId === undefined ? "notifications" : "transactions";
    this.#last[lane] = Math.max(this.#last[lane], row.position);
    if (row.setAsideMs !== undefined) this.#mayBeSetAside[lane] = true;
  }

  async recordAttempt(position: number): Promise<void> {
    await this.#change("UPDATE outbox SET attempts = attempts + 1 WHERE position = ?", position);
  }

  /**
   * A power cut right after it brings the messages back, as it does right before it: they are sent once more. That is not
   * worth a flush of its own, which would hold up the next event.
   */
  async remove(positions: readonly number[]): Promise<void> {
    await this.#db.write(() => {
      const remove = this.#db.statement("DELETE FROM outbox WHERE position = ?");
      for (const position of positions) remove.run(position);
    }, "later");
  }

  /** Leaves the message alone, and what follows of its transaction. */
  async rest(position: number, untilMs: number): Promise<void> {
    await this.#leaveAlone(position, untilMs, () => {});
  }

  /** As `rest`, and counts the setback. */
  async setAside(position: number, untilMs: number): Promise<void> {
    await this.#leaveAlone(position, untilMs, () => {
      this.#db.statement("UPDATE outbox SET setbacks = setbacks + 1 WHERE position = ?").run(position);
    });
  }

  async #leaveAlone(position: number, untilMs: number, count: () => void): Promise<void> {
    await this.#db.write(() => {
      count();
      this.#db.statement("UPDATE outbox SET set_aside_ms = ? WHERE position = ?").run(untilMs, position);
      const transactionId = this.transactionOf(position);
      if (transactionId !== undefined) this.followers(transactionId, position, untilMs);
    });
    this.#mayBeSetAside.transactions = this.#mayBeSetAside.notifications = true;
  }

  /** To be called within a write: what the transaction has behind `position` is left alone as long. */
  followers(id: TransactionId, position: number, untilMs: number): void {
    this.#db.statement("UPDATE outbox SET set_aside_ms = ? WHERE transaction_id = ? AND position > ?")
      .run(untilMs, id, position);
    this.#mayBeSetAside.transactions = true;
  }

  async replace(position: number, id: MessageId, payloadText: string): Promise<void> {
    await this.#change(
      "UPDATE outbox SET message_id = ?, payload = ? WHERE position = ?",
      id,
      payloadText,
      position,
    );
  }

  /** Flags transaction events behind `after` as offline, and those that wait behind one that is left alone. */
  async markOffline(after: number): Promise<void> {
    await this.#change(
      `UPDATE outbox SET payload = json_set(payload, '$.offline', json('true'))
       WHERE transaction_id IS NOT NULL AND json_extract(payload, '$.offline') IS NOT 1 AND
       (position > ? OR (set_aside_ms IS NOT NULL AND EXISTS (SELECT 1 FROM outbox AS earlier
        WHERE earlier.transaction_id = outbox.transaction_id AND earlier.position < outbox.position)))`,
      after,
    );
  }

  async recallFrom(fromMs: number, untilMs: number): Promise<void> {
    await this.#change("UPDATE outbox SET set_aside_ms = ? WHERE set_aside_ms >= ?", untilMs, fromMs);
  }

  async #change(sql: string, ...parameters: (string | number)[]): Promise<void> {
    await this.#db.write(() => {
      this.#db.statement(sql).run(...parameters);
    });
  }

  #message(sql: string, ...parameters: number[]): OutboxMessage | undefined {
    const row = this.#db.statement(sql).get(...parameters);
    return row && {
      position: Number(row["position"]),
      messageId: messageId(String(row["message_id"])),
      action: String(row["action"]) as Action,
      payloadText: String(row["payload"]),
      attempts: Number(row["attempts"]),
      setbacks: Number(row["setbacks"]),
    };
  }

  #number(sql: string, ...parameters: (string | number)[]): number {
    return Number(this.#db.statement(sql).get(...parameters)?.["n"]);
  }
}

function toRow(row: Readonly<Record<string, unknown>>): OutboxRow {
  const transaction = row["transaction_id"];
  const setAside = row["set_aside_ms"];
  return {
    position: Number(row["position"]),
    messageId: messageId(String(row["message_id"])),
    action: String(row["action"]) as Action,
    payloadText: String(row["payload"]),
    occurredMs: Number(row["occurred_ms"]),
    transactionId: transaction === null ? undefined : transactionId(String(transaction)),
    dropPriority: Number(row["dispensable"]) as DropPriority,
    attempts: Number(row["attempts"]),
    setbacks: Number(row["setbacks"]),
    setAsideMs: setAside === null ? undefined : Number(setAside),
  };
}
