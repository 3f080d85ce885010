import type { OutboxMessage, OutboxStore } from "../../src/csms/outbox-store.ts";
import { messageId } from "../../src/kernel/ids.ts";
import type { Action } from "../../src/ocpp/messages.ts";

/** An outbox in memory that survives the "restarts" of a test, and can be as slow as a disk. */
export class MemoryOutbox implements OutboxStore {
  #rows: OutboxMessage[] = [];
  #lastPosition = 0;
  /** Awaited before a change takes effect. */
  flush: () => Promise<void> = () => Promise.resolve();

  add(payloadText: string, action: Action = "TransactionEvent"): OutboxMessage {
    const position = ++this.#lastPosition;
    const row = { position, messageId: messageId(`outbox-${position}`), action, payloadText, attempts: 0 };
    this.#rows.push(row);
    return row;
  }

  /** Everything that is still there, oldest first. */
  all(): readonly OutboxMessage[] {
    return this.#rows;
  }

  head(): OutboxMessage | undefined {
    return this.#rows[0];
  }

  next(position: number): OutboxMessage | undefined {
    return this.#rows.find((row) => row.position > position);
  }

  count(): number {
    return this.#rows.length;
  }

  async recordAttempt(position: number): Promise<void> {
    await this.flush();
    this.#rows = this.#rows.map((row) =>
      row.position === position ? { ...row, attempts: row.attempts + 1 } : row
    );
  }

  async remove(position: number): Promise<void> {
    await this.flush();
    this.#rows = this.#rows.filter((row) => row.position > position);
  }
}
