import type { QueuedLane } from "../../src/csms/call-lanes.ts";
import type { OutboxMessage, OutboxStore } from "../../src/csms/outbox-store.ts";
import { messageId } from "../../src/kernel/ids.ts";
import type { Action } from "../../src/ocpp/messages.ts";

type Row = OutboxMessage & { readonly setAsideMs?: number };

const laneOf = ({ action }: Row): QueuedLane =>
  action === "TransactionEvent" ? "transactions" : "notifications";

const transactionOf = ({ payloadText }: Row): unknown =>
  JSON.parse(payloadText).transactionInfo?.transactionId;

function isSameTransaction(one: Row, other: Row): boolean {
  return transactionOf(one) !== undefined && transactionOf(one) === transactionOf(other);
}

/** An outbox in memory that survives the "restarts" of a test, and can be as slow as a disk. */
export class MemoryOutbox implements OutboxStore {
  #rows: Row[] = [];
  #lastPosition = 0;
  #replaced = 0;
  /** Positions that went out, in order; those that did not after all are gone. */
  readonly out: number[] = [];
  passedUpTo = 0;
  /** Awaited before a change takes effect. */
  flush: () => Promise<void> = () => Promise.resolve();

  add(payloadText: string, action: Action = "TransactionEvent"): OutboxMessage {
    const position = ++this.#lastPosition;
    const id = messageId(`outbox-${position}`);
    const row: Row = { position, messageId: id, action, payloadText, attempts: 0, setbacks: 0 };
    const before = this.#rows.findLast((each) => isSameTransaction(each, row));
    this.#rows.push(before?.setAsideMs === undefined ? row : { ...row, setAsideMs: before.setAsideMs });
    return row;
  }

  /** Everything that is still there, oldest first. */
  all(): readonly Row[] {
    return this.#rows;
  }

  head(): OutboxMessage | undefined {
    return this.#rows[0];
  }

  next(position: number, lane: QueuedLane): OutboxMessage | undefined {
    return this.#rows.find((row) =>
      row.position > position && laneOf(row) === lane && row.setAsideMs === undefined
    );
  }

  due(nowMs: number, lane: QueuedLane): OutboxMessage | undefined {
    const due = this.#rows.filter((row) => laneOf(row) === lane && (row.setAsideMs ?? Infinity) <= nowMs);
    return due.sort((one, other) => (one.setAsideMs ?? 0) - (other.setAsideMs ?? 0))[0];
  }

  nextDueMs(nowMs: number, lane: QueuedLane): number | undefined {
    const dueMs = this.#rows.flatMap((row) => laneOf(row) === lane ? row.setAsideMs ?? [] : []).filter((ms) =>
      ms > nowMs
    );
    return dueMs.length === 0 ? undefined : Math.min(...dueMs);
  }

  passed(position: number): void {
    this.passedUpTo = position;
  }

  sending(position: number): void {
    this.out.push(position);
  }

  notSent(position: number): void {
    this.out.splice(this.out.lastIndexOf(position), 1);
  }

  count(): number {
    return this.#rows.length;
  }

  recordAttempt(position: number): Promise<void> {
    return this.#change(position, (row) => ({ ...row, attempts: row.attempts + 1 }));
  }

  async remove(positions: readonly number[]): Promise<void> {
    await this.flush();
    this.#rows = this.#rows.filter(({ position }) => !positions.includes(position));
  }

  async setAside(position: number, untilMs: number): Promise<void> {
    await this.#change(position, (row) => ({ ...row, setbacks: row.setbacks + 1 }));
    await this.rest(position, untilMs);
  }

  async rest(position: number, untilMs: number): Promise<void> {
    await this.flush();
    const head = this.#rows.find((row) => row.position === position);
    this.#rows = this.#rows.map((row) =>
      row === head || (head && row.position > position && isSameTransaction(row, head))
        ? { ...row, setAsideMs: untilMs }
        : row
    );
  }

  async recall(positions: readonly number[]): Promise<void> {
    for (const position of positions) await this.rest(position, 0);
  }

  async recallFrom(fromMs: number): Promise<void> {
    await this.flush();
    this.#rows = this.#rows.map((row) => (row.setAsideMs ?? 0) >= fromMs ? { ...row, setAsideMs: 0 } : row);
  }

  replace(position: number, payloadText: string): Promise<void> {
    const id = messageId(`outbox-${position}-${++this.#replaced}`);
    return this.#change(position, (row) => ({ ...row, messageId: id, payloadText }));
  }

  async #change(position: number, change: (row: Row) => Row): Promise<void> {
    await this.flush();
    this.#rows = this.#rows.map((row) => row.position === position ? change(row) : row);
  }
}
