import type { Clock } from "../../kernel/clock.ts";
import type { EvseId, TransactionId } from "../../kernel/ids.ts";
import type { ActiveTransaction } from "../transactions/active-transaction.ts";

/** A smaller difference is one of rounding. */
const TOLERANCE_MS = 1_000;

interface ReadyMoment {
  readonly transactionId: TransactionId;
  readonly monotonicMs: number;
}

/**
 * When the EVSEs became ready in their transactions (K01.FR.42). The time since then goes by the monotonic clock: a wall
 * clock that is set moves no schedule within its transaction.
 */
export class ReadyMoments {
  readonly #clock: Clock;
  readonly #known = new Map<EvseId, ReadyMoment>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The transaction with its moment as the wall clock counts now; never in the future. */
  adjusted(transaction: ActiveTransaction): ActiveTransaction {
    const { readySinceMs } = transaction;
    if (readySinceMs === undefined) return transaction;
    const { monotonicMs } = this.#momentOf(transaction, readySinceMs);
    const elapsedMs = this.#clock.monotonicMs() - monotonicMs;
    return { ...transaction, readySinceMs: this.#clock.wallMs() - elapsedMs };
  }

  /** The moment that belongs on disk, where that of the transaction comes from a clock that has been set. */
  outdated(transaction: ActiveTransaction): number | undefined {
    const stored = transaction.readySinceMs;
    const now = this.adjusted(transaction).readySinceMs;
    if (stored === undefined || now === undefined) return undefined;
    return Math.abs(now - stored) < TOLERANCE_MS ? undefined : Math.floor(now);
  }

  #momentOf({ evseId, transactionId }: ActiveTransaction, readySinceMs: number): ReadyMoment {
    const known = this.#known.get(evseId);
    if (known?.transactionId === transactionId) return known;
    const elapsedMs = Math.max(0, this.#clock.wallMs() - readySinceMs);
    const moment = { transactionId, monotonicMs: this.#clock.monotonicMs() - elapsedMs };
    this.#known.set(evseId, moment);
    return moment;
  }
}
