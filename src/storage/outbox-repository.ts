import type { OutboxMessage, OutboxStore } from "../csms/outbox-store.ts";
import { evenlyThinned } from "../kernel/even-thinning.ts";
import type { IdSource } from "../kernel/id-source.ts";
import { type MessageId, messageId, type TransactionId } from "../kernel/ids.ts";
import { MAX_OUTBOX_MESSAGES, MAX_UNSETTLED_MESSAGES } from "../kernel/limits.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Action, RequestOf } from "../ocpp/messages.ts";
import type { Database } from "./database.ts";

/** A message for the outbox; the payload is stored in the form in which it is sent. */
export interface NewOutboxMessage {
  readonly messageId: MessageId;
  readonly action: Action;
  readonly payload: unknown;
  readonly occurredMs: number;
  /** Present for TransactionEvents. */
  readonly transaction?: { readonly id: TransactionId; readonly dispensable: Dispensable };
  /** An ordinary message, queued only because of OCPPCommCtrlr.QueueAllMessages. */
  readonly ordinary?: true;
}

/**
 * 0: never dropped; 1: carries meter values only; 2: any other intermediate event; 3: no transaction event,
 * queued because of OCPPCommCtrlr.QueueAllMessages. Dropped in the order 3, 1, 2.
 */
export type Dispensable = 0 | 1 | 2 | 3;

export interface OutboxRepositoryDeps {
  readonly db: Database;
  readonly ids: IdSource;
  readonly log: Logger;
}

/**
 * The durable outbox: positions only grow, message ids never change, and on overflow messages are thinned
 * evenly.
 */
export class OutboxRepository implements OutboxStore {
  readonly #db: Database;
  readonly #ids: IdSource;
  readonly #log: Logger;
  /** Rows up to this position are on disk; later ones belong to a pending commit. */
  #durable: number;
  /** The highest position handed out for sending: up to it, content must not change. */
  #givenOut: number;
  #keeps: "everything" | "nothing" = "everything";
  /** Messages up to this position were answered or given up, although their rows may still exist. */
  #passed = 0;

  constructor({ db, ids, log }: OutboxRepositoryDeps) {
    this.#db = db;
    this.#ids = ids;
    this.#log = log;
    this.#durable = this.#number("SELECT coalesce(max(position), 0) AS n FROM outbox");
    // The positions that a killed process handed out are not stored, but they can only be the oldest ones.
    this.#givenOut = this.#number(
      `SELECT coalesce(max(position), 0) AS n
       FROM (SELECT position FROM outbox ORDER BY position LIMIT ${MAX_UNSETTLED_MESSAGES})`,
    );
  }

  head(): OutboxMessage | undefined {
    return this.next(0);
  }

  next(position: number): OutboxMessage | undefined {
    this.#passed = Math.max(this.#passed, position);
    const row = this.#db.statement(
      `SELECT position, message_id, action, payload, attempts FROM outbox
       WHERE position > ? AND position <= ? ORDER BY position LIMIT 1`,
    ).get(position, this.#durable);
    if (row === undefined) return undefined;
    const found = Number(row["position"]);
    this.#givenOut = Math.max(this.#givenOut, found);
    return {
      position: found,
      messageId: messageId(String(row["message_id"])),
      action: String(row["action"]) as Action,
      payloadText: String(row["payload"]),
      attempts: Number(row["attempts"]),
    };
  }

  count(): number {
    return this.#number("SELECT count(*) AS n FROM outbox");
  }

  async recordAttempt(position: number): Promise<void> {
    await this.#db.write(() => {
      this.#db.statement("UPDATE outbox SET attempts = attempts + 1 WHERE position = ?").run(position);
    });
  }

  async remove(position: number): Promise<void> {
    await this.#db.write(() => {
      // Also those before it: they were answered, and remain only where their removal failed.
      this.#db.statement("DELETE FROM outbox WHERE position <= ?").run(position);
    });
  }

  /**
   * Queues one message other than a TransactionEvent (a security event, for instance). Resolves when it is on
   * disk.
   */
  async append<A extends Exclude<Action, "TransactionEvent">>(
    action: A,
    request: RequestOf<A>,
    occurredMs: number,
  ): Promise<MessageId> {
    const id = messageId(this.#ids.uuid());
    await this.write((append) => append({ messageId: id, action, payload: request, occurredMs }));
    return id;
  }

  /** Queues an ordinary message while OCPPCommCtrlr.QueueAllMessages is set. Resolves when it is on disk. */
  async appendOrdinary(action: Action, payload: unknown, occurredMs: number): Promise<void> {
    const id = messageId(this.#ids.uuid());
    await this.write((append) => append({ messageId: id, action, payload, occurredMs, ordinary: true }));
  }

  /** "nothing": later messages are dropped instead of queued; queued ones stay. */
  keeps(what: "everything" | "nothing"): void {
    this.#keeps = what;
  }

  /**
   * Runs `change` in one commit with the messages it appends, thinning the queue when it is over its limit. Resolves
   * when all of it is on disk and the messages can be sent.
   */
  async write(change: (append: (message: NewOutboxMessage) => void) => void): Promise<void> {
    const last = await this.#db.write(() => {
      let position = 0;
      change((message) => {
        if (this.#keeps === "everything") position = this.#insert(message);
      });
      if (position > 0) this.#thinIfOverfull();
      return position;
    });
    this.#durable = Math.max(this.#durable, last);
  }

  /** True while a TransactionEvent waits to be delivered: of this transaction, or of any when none is named. */
  holdsEvents(transactionId?: TransactionId): boolean {
    const waits = transactionId === undefined
      ? this.#number(
        "SELECT EXISTS (SELECT 1 FROM outbox WHERE position > ? AND transaction_id IS NOT NULL) AS n",
        this.#passed,
      )
      : this.#number(
        "SELECT EXISTS (SELECT 1 FROM outbox WHERE position > ? AND transaction_id = ?) AS n",
        this.#passed,
        transactionId,
      );
    return waits === 1;
  }

  /**
   * E11.FR.07: events that are queued when the connection is lost get the offline flag. Events handed out for
   * sending stay unchanged: the CSMS may have received them, and a re-send is the same message.
   */
  async markOffline(): Promise<void> {
    await this.#db.write(() => {
      this.#db.statement(
        `UPDATE outbox SET payload = json_set(payload, '$.offline', json('true'))
         WHERE transaction_id IS NOT NULL AND position > ? AND json_extract(payload, '$.offline') IS NOT 1`,
      ).run(this.#givenOut);
    });
  }

  #insert(message: NewOutboxMessage): number {
    const { lastInsertRowid } = this.#db.statement(
      `INSERT INTO outbox (message_id, action, payload, transaction_id, occurred_ms, dispensable)
       VALUES (?, ?, ?, ?, ?, ?)`,
    ).run(
      message.messageId,
      message.action,
      JSON.stringify(message.payload),
      message.transaction?.id ?? null,
      message.occurredMs,
      message.ordinary ? 3 : message.transaction?.dispensable ?? 0,
    );
    return Number(lastInsertRowid);
  }

  #thinIfOverfull(): void {
    // The span of positions bounds the count from above and costs two index look-ups instead of a scan.
    const span = this.#number("SELECT coalesce(max(position) - min(position) + 1, 0) AS n FROM outbox");
    if (span <= MAX_OUTBOX_MESSAGES) return;
    const before = this.count();
    if (before <= MAX_OUTBOX_MESSAGES) return;
    // A tenth more than needed, so that a full queue is not thinned again for every single message.
    const target = MAX_OUTBOX_MESSAGES - Math.floor(MAX_OUTBOX_MESSAGES / 10);
    let after = before;
    // Part 2, §2.1.9: transaction events are dropped last, and of these intermediate meter values first.
    for (const dispensable of [3, 1, 2] as const) {
      if (after > MAX_OUTBOX_MESSAGES) this.#thin(dispensable, after - target);
      after = this.count();
    }
    const fields = { before, after, limit: MAX_OUTBOX_MESSAGES };
    if (after < before) {
      this.#log.warning("outbox over its limit: intermediate messages were thinned out", fields);
    } else {
      this.#log.error("outbox over its limit and nothing in it is dispensable", fields);
    }
  }

  /**
   * Drops intermediate messages, spread evenly over each transaction or action; the first and last of each
   * stay.
   */
  #thin(dispensable: Dispensable, toFree: number): void {
    const rows = this.#db.statement(
      `SELECT position, coalesce(transaction_id, action) AS series, occurred_ms FROM outbox
       WHERE dispensable = ? AND position > ? ORDER BY position`,
    ).all(dispensable, this.#givenOut);
    const series = Map.groupBy(rows, (row) => String(row["series"]));
    const keptShare = Math.max(0, 1 - toFree / rows.length);
    const drop = this.#db.statement("DELETE FROM outbox WHERE position = ?");
    for (const events of series.values()) {
      const keep = Math.max(2, Math.floor(events.length * keptShare));
      const kept = new Set(evenlyThinned(events.map((row) => Number(row["occurred_ms"])), keep));
      events.forEach((row, index) => {
        if (!kept.has(index)) drop.run(Number(row["position"]));
      });
    }
  }

  #number(sql: string, ...parameters: (string | number)[]): number {
    return Number(this.#db.statement(sql).get(...parameters)?.["n"]);
  }
}
