import type { QueuedLane } from "../csms/call-lanes.ts";
import type { SizedPayload } from "../csms/message-size.ts";
import type { OutboxMessage, OutboxStore } from "../csms/outbox-store.ts";
import type { Clock } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/id-source.ts";
import { type MessageId, messageId, type TransactionId } from "../kernel/ids.ts";
import { sameIdentifier } from "../kernel/identifier.ts";
import { MAX_UNSETTLED_MESSAGES } from "../kernel/limits.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Action, RequestOf } from "../ocpp/messages.ts";
import type { Database } from "./database.ts";
import { isDiskRefusal } from "./disk-refusal.ts";
import { laneOf, type NewOutboxMessage, type OutboxRow } from "./outbox-message.ts";
import { OutboxTable } from "./outbox-table.ts";
import { thinIfOverfull } from "./outbox-thinning.ts";
import { RefusedChanges } from "./refused-changes.ts";
import { type OutboxChange, UnstoredChanges } from "./unstored-changes.ts";

/** Gives the JSON text of an event, with meter values left out where it would be too large. */
export type SizeEvent = (event: RequestOf<"TransactionEvent">) => SizedPayload;

export interface OutboxRepositoryDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Logger;
  /** True when the database is in memory because there was no room for its file. */
  readonly isStandIn?: boolean;
}

/** Due at any time of the clock. */
const AT_ONCE = 0;

const LANES: readonly QueuedLane[] = ["transactions", "notifications"];

/** What a lane has sent: what may be known to the CSMS must not change any more. */
interface Sent {
  /** The highest position that went out. */
  upTo: number;
  /** What `upTo` was before the message that is going out. */
  before: number;
  /** Messages up to here were answered, given up or set aside, although their rows may still be there. */
  passed: number;
}

/**
 * The durable outbox: positions only ever grow, message ids never change, and overflow thins instead of cutting off. What
 * the disk refuses stays in memory, is sent from there, and goes to the disk as soon as it takes it.
 */
export class OutboxRepository implements OutboxStore {
  readonly #deps: OutboxRepositoryDeps;
  readonly #table: OutboxTable;
  readonly #unstored = new UnstoredChanges();
  readonly #refused: RefusedChanges;
  /** Changes whose commit is under way. */
  readonly #inFlight = new Set<OutboxChange>();
  readonly #sent: Readonly<Record<QueuedLane, Sent>>;
  #lastPosition: number;
  /** Transaction events between these positions are offline, although the disk did not take that. */
  #offline = { above: 0, upTo: 0 };
  #keeps: "everything" | "nothing" = "everything";
  #sizeEvent: SizeEvent = (event) => ({ text: JSON.stringify(event), removed: 0 });

  constructor(deps: OutboxRepositoryDeps) {
    this.#deps = deps;
    this.#table = new OutboxTable(deps.db);
    const { clock, log } = deps;
    this.#refused = new RefusedChanges({
      ...{ clock, log },
      changes: this.#unstored,
      store: (changes) => this.#store(changes),
    });
    this.#lastPosition = this.#table.lastPosition();
    // What a killed process had sent is not written down, but it can only be the oldest few.
    const sent = (lane: QueuedLane): Sent => {
      const upTo = this.#table.oldest(lane, MAX_UNSETTLED_MESSAGES).at(-1) ?? 0;
      return { upTo, before: upTo, passed: 0 };
    };
    this.#sent = { transactions: sent("transactions"), notifications: sent("notifications") };
  }

  /** Every transaction event goes through this before it is queued, so that it fits into one message (J02.FR.20). */
  limitEvents(sizeEvent: SizeEvent): void {
    this.#sizeEvent = sizeEvent;
  }

  /** Hears when the disk begins to refuse changes, and when it takes them again. */
  onRefusal(listener: (state: "refuses" | "takes") => void): void {
    this.#refused.onRefusal(listener);
    if (this.#unstored.size > 0 || this.#deps.isStandIn === true) listener("refuses");
  }

  head(): OutboxMessage | undefined {
    return this.next(0);
  }

  /** Without a lane: of all. */
  next(position: number, lane?: QueuedLane): OutboxMessage | undefined {
    if (lane !== undefined) return this.#nextOf(lane, position);
    const next = LANES.flatMap((each) => this.#nextOf(each, position) ?? []);
    return next.sort((a, b) => a.position - b.position)[0];
  }

  #nextOf(lane: QueuedLane, position: number): OutboxMessage | undefined {
    const stored = this.#table.next(position, this.#durable(), lane);
    const held = this.#unstored.size === 0
      ? undefined
      : this.#unstored.rows().find((row) =>
        row.position > position && laneOf(row) === lane && row.setAsideMs === undefined
      );
    if (held !== undefined && (stored === undefined || held.position <= stored.position)) {
      return messageOf(held);
    }
    return stored && { ...stored, payloadText: this.#asOffline(stored, lane) };
  }

  due(nowMs: number, lane: QueuedLane): OutboxMessage | undefined {
    const held = this.#unstored.rows()
      .find((row) => row.setAsideMs !== undefined && row.setAsideMs <= nowMs && laneOf(row) === lane);
    return held === undefined ? this.#table.due(nowMs, lane) : messageOf(held);
  }

  nextDueMs(nowMs: number, lane: QueuedLane): number | undefined {
    const held = this.#unstored.rows().flatMap((row) => laneOf(row) === lane ? row.setAsideMs ?? [] : []);
    const dueMs = Math.min(
      this.#table.nextDueMs(nowMs, lane) ?? Infinity,
      ...held.filter((dueMs) => dueMs > nowMs),
    );
    return dueMs === Infinity ? undefined : dueMs;
  }

  passed(position: number, lane: QueuedLane): void {
    const sent = this.#sent[lane];
    sent.passed = Math.max(sent.passed, position);
  }

  sending(position: number, lane: QueuedLane): void {
    const sent = this.#sent[lane];
    sent.before = sent.upTo;
    sent.upTo = Math.max(sent.upTo, position);
  }

  notSent(position: number, lane: QueuedLane): void {
    const sent = this.#sent[lane];
    if (sent.upTo === position) sent.upTo = sent.before;
  }

  /** Changes that the disk has refused, and that only memory has. */
  inMemory(): number {
    return this.#unstored.size;
  }

  count(): number {
    return this.#table.count() + this.#unstored.rows().length;
  }

  /** Every message that waits, with those that the disk has refused, oldest first. */
  *waiting(): Generator<Readonly<OutboxRow>, void> {
    const held = [...this.#unstored.rows()].sort((one, other) => one.position - other.position);
    for (const row of this.#table.rows()) {
      while (held[0] !== undefined && held[0].position < row.position) yield held.shift()!;
      yield row;
    }
    yield* held;
  }

  /** When the oldest message happened, Unix milliseconds; undefined when none waits. */
  oldestMs(): number | undefined {
    const held = this.#unstored.rows().map(({ occurredMs }) => occurredMs);
    const stored = this.#table.oldestMs();
    const times = stored === undefined ? held : [...held, stored];
    return times.length === 0 ? undefined : Math.min(...times);
  }

  async recordAttempt(position: number): Promise<void> {
    const held = this.#unstored.row(position);
    if (held) held.attempts++;
    else await this.#table.recordAttempt(position);
  }

  async remove(positions: readonly number[]): Promise<void> {
    const held = positions.filter((position) => this.#unstored.row(position) !== undefined);
    this.#unstored.drop(new Set(held));
    // One that is being stored at this moment would come back from the disk.
    if (held.length === positions.length && held.length > 0 && this.#inFlight.size === 0) return;
    await this.#table.remove(positions);
  }

  async setAside(position: number, untilMs: number): Promise<void> {
    const held = this.#unstored.row(position);
    if (held !== undefined) held.setbacks++;
    else await this.#table.setAside(position, untilMs);
    await this.#restHeld(position, untilMs);
  }

  async rest(position: number, untilMs: number): Promise<void> {
    if (this.#unstored.row(position) === undefined) await this.#table.rest(position, untilMs);
    await this.#restHeld(position, untilMs);
  }

  async recall(positions: readonly number[]): Promise<void> {
    for (const position of positions) await this.rest(position, AT_ONCE);
  }

  async recallFrom(fromMs: number): Promise<void> {
    await this.#table.recallFrom(fromMs, AT_ONCE);
    for (const row of this.#unstored.rows()) {
      if ((row.setAsideMs ?? AT_ONCE) >= fromMs) row.setAsideMs = AT_ONCE;
    }
  }

  /** What memory has of a message that is left alone: itself, or what follows of its transaction. */
  async #restHeld(position: number, untilMs: number): Promise<void> {
    if (this.#unstored.size === 0) return;
    const head = this.#unstored.row(position);
    const id = head === undefined ? this.#table.transactionOf(position) : head.transactionId;
    const isMeant = (row: OutboxRow) =>
      row.position === position ||
      (id !== undefined && row.transactionId === id && row.position > position);
    for (const row of this.#unstored.rows()) if (isMeant(row)) row.setAsideMs = untilMs;
    // A retry may have stored some of them meanwhile.
    if (head === undefined || id === undefined || this.#inFlight.size === 0) return;
    await this.#deps.db.write(() => this.#table.followers(id, position, untilMs));
  }

  /** A message that memory is about to hold is left alone as long as its transaction. */
  #join(rows: readonly OutboxRow[]): void {
    for (const row of rows) {
      const { transactionId: id } = row;
      if (id === undefined) continue;
      const held = this.#unstored.rows().findLast((each) => each.transactionId === id)?.setAsideMs;
      row.setAsideMs ??= held ?? this.#table.setAsideOf(id);
    }
  }

  async replace(position: number, payloadText: string): Promise<void> {
    const id = messageId(this.#deps.ids.uuid());
    const held = this.#unstored.row(position);
    if (held === undefined) return await this.#table.replace(position, id, payloadText);
    held.messageId = id;
    held.payloadText = payloadText;
  }

  /** Queues one message that is no TransactionEvent (a security event, for instance). Resolves as `write` does. */
  async append<A extends Exclude<Action, "TransactionEvent">>(
    action: A,
    request: RequestOf<A>,
    occurredMs: number,
  ): Promise<MessageId> {
    const id = messageId(this.#deps.ids.uuid());
    await this.write([{ messageId: id, action, payload: request, occurredMs }]);
    return id;
  }

  /** Queues an ordinary message while OCPPCommCtrlr.QueueAllMessages wants it. Resolves as `write` does. */
  async appendOrdinary(action: Action, payload: unknown, occurredMs: number): Promise<void> {
    const id = messageId(this.#deps.ids.uuid());
    await this.write([{ messageId: id, action, payload, occurredMs, ordinary: true }]);
  }

  /** "nothing": from now on messages are dropped instead of queued; what is in the queue stays. */
  keeps(what: "everything" | "nothing"): void {
    this.#keeps = what;
  }

  /**
   * Commits `change` together with the messages it causes, thinning the queue when it is over its limit. Resolves when all
   * of it is on disk and the messages can be sent; or, where the disk refuses, when memory has it in its place. `change`
   * is called as often as the disk refuses it.
   */
  async write(messages: readonly NewOutboxMessage[], change: () => void = () => {}): Promise<void> {
    const kept = this.#keeps === "everything" ? messages : [];
    const taken: OutboxChange = { rows: kept.map((message) => this.#row(message)), change };
    if (this.#unstored.size > 0) {
      this.#join(taken.rows);
      return await this.#refused.follow(taken);
    }
    try {
      await this.#store([taken]);
    } catch (error) {
      if (!isDiskRefusal(error)) throw error;
      this.#join(taken.rows);
      this.#refused.hold(taken, error);
    }
  }

  /** True while a TransactionEvent waits to be delivered: of this transaction, or of any when none is named. */
  holdsEvents(transactionId?: TransactionId): boolean {
    const { passed } = this.#sent.transactions;
    const isMeant = (row: OutboxRow) =>
      row.transactionId !== undefined &&
      (transactionId === undefined || sameIdentifier(row.transactionId, transactionId));
    return this.#unstored.rows().some((row) => isMeant(row) && isWaiting(row, passed)) ||
      this.#table.holdsEvents(passed, transactionId);
  }

  /**
   * E11.FR.07: events that the connection loss caught in the queue are flagged offline. Those that were sent are left
   * alone: the CSMS may have seen them, and a re-send is the same message.
   */
  async markOffline(): Promise<void> {
    const { upTo } = this.#sent.transactions;
    const firsts = new Set<TransactionId>();
    for (const row of this.#unstored.rows()) {
      if (row.transactionId === undefined) continue;
      const follows = row.setAsideMs !== undefined && firsts.has(row.transactionId);
      if (row.position > upTo || follows) row.payloadText = offline(row.payloadText);
      firsts.add(row.transactionId);
    }
    try {
      await this.#table.markOffline(upTo);
    } catch (error) {
      if (!isDiskRefusal(error)) throw error;
      this.#offline = { above: upTo, upTo: this.#lastPosition };
    }
  }

  /** What memory still has goes to the disk, if it takes it. To be called before the database is closed. */
  async flush(): Promise<void> {
    await this.#refused.flush();
  }

  /** Rows up to here are on disk; what lies behind belongs to a commit under way. */
  #durable(): number {
    let durable = this.#lastPosition;
    for (const { rows } of this.#inFlight) durable = Math.min(durable, (rows[0]?.position ?? Infinity) - 1);
    return durable;
  }

  #row(message: NewOutboxMessage): OutboxRow {
    return {
      position: ++this.#lastPosition,
      messageId: message.messageId,
      action: message.action,
      payloadText: this.#encode(message),
      occurredMs: message.occurredMs,
      transactionId: message.transaction?.id,
      dropPriority: message.ordinary ? 3 : message.transaction?.dropPriority ?? 0,
      attempts: 0,
      setbacks: 0,
      setAsideMs: undefined,
    };
  }

  #encode({ action, payload, messageId }: NewOutboxMessage): string {
    if (action !== "TransactionEvent") return JSON.stringify(payload);
    const { text, removed } = this.#sizeEvent(payload as RequestOf<"TransactionEvent">);
    if (removed > 0) {
      this.#deps.log.warning(
        "meter values of an Ended event were left out, so that it fits into one message",
        {
          messageId,
          removed,
          characters: text.length,
        },
      );
    }
    return text;
  }

  async #store(changes: readonly OutboxChange[]): Promise<void> {
    const { db, log } = this.#deps;
    for (const change of changes) this.#inFlight.add(change);
    try {
      await db.write(() => {
        let inserted = 0;
        for (const { rows, change } of changes) {
          change();
          for (const row of rows) this.#table.insert(row);
          inserted += rows.length;
        }
        const mayBeSent = ({ position, isTransaction }: { position: number; isTransaction: boolean }) =>
          position <= this.#sent[isTransaction ? "transactions" : "notifications"].upTo;
        if (inserted > 0) thinIfOverfull({ db, log, mayBeSent });
      });
    } finally {
      for (const change of changes) this.#inFlight.delete(change);
    }
  }

  #asOffline({ position, payloadText }: OutboxMessage, lane: QueuedLane): string {
    const { above, upTo } = this.#offline;
    return lane === "transactions" && position > above && position <= upTo
      ? offline(payloadText)
      : payloadText;
  }
}

function isWaiting({ position, setAsideMs }: OutboxRow, passed: number): boolean {
  return position > passed || setAsideMs !== undefined;
}

function offline(payloadText: string): string {
  return JSON.stringify({ ...JSON.parse(payloadText), offline: true });
}

function messageOf(row: OutboxRow): OutboxMessage {
  const { position, messageId, action, payloadText, attempts, setbacks } = row;
  return { position, messageId, action, payloadText, attempts, setbacks };
}
