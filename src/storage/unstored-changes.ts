import { MAX_UNSTORED_BYTES, MAX_UNSTORED_CHANGES } from "../kernel/limits.ts";
import type { OutboxRow } from "./outbox-message.ts";

/** One change of the state with the messages that it causes. */
export interface OutboxChange {
  /** In the order of their positions. */
  readonly rows: OutboxRow[];
  /** Changes the tables of the state; to be called within a write, as often as the disk refuses it. */
  change(): void;
}

/** What the disk has refused, in order, until it takes it. Bounded. */
export class UnstoredChanges {
  #changes: OutboxChange[] = [];
  #bytes = 0;

  get size(): number {
    return this.#changes.length;
  }

  all(): readonly OutboxChange[] {
    return this.#changes;
  }

  rows(): readonly OutboxRow[] {
    return this.#changes.flatMap(({ rows }) => rows);
  }

  row(position: number): OutboxRow | undefined {
    return this.#changes.length === 0 ? undefined : this.rows().find((row) => row.position === position);
  }

  add(change: OutboxChange): "held" | "full" {
    const bytes = bytesOf(change);
    if (this.#changes.length >= MAX_UNSTORED_CHANGES || this.#bytes + bytes > MAX_UNSTORED_BYTES) {
      return "full";
    }
    this.#changes.push(change);
    this.#bytes += bytes;
    return "held";
  }

  /** These were delivered: they need not be stored any more. What else their changes did must be. */
  drop(positions: ReadonlySet<number>): void {
    for (const change of this.#changes) {
      for (let index = change.rows.length - 1; index >= 0; index--) {
        const row = change.rows[index];
        if (row === undefined || !positions.has(row.position)) continue;
        change.rows.splice(index, 1);
        this.#bytes -= row.payloadText.length;
      }
    }
  }

  /** The oldest `count` changes are on disk. */
  stored(count: number): void {
    for (const change of this.#changes.splice(0, count)) this.#bytes -= bytesOf(change);
  }
}

function bytesOf({ rows }: OutboxChange): number {
  return rows.reduce((sum, { payloadText }) => sum + payloadText.length, 0);
}
