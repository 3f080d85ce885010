import type { EvseId } from "../../kernel/ids.ts";
import type { ActiveTransaction } from "../transactions/active-transaction.ts";

export interface WatchedTransactions {
  activeTransaction(evse: EvseId): ActiveTransaction | undefined;
  onEvent(listener: (event: { readonly evseId: EvseId }) => void): void;
}

/**
 * Calls `changed` when a transaction starts, ends or becomes ready to deliver energy: only then do other profiles apply,
 * or Relative ones begin elsewhere. Meter values change nothing.
 */
export function watchTransactions(transactions: WatchedTransactions, changed: () => void): void {
  const known = new Map<EvseId, string>();
  transactions.onEvent(({ evseId }) => {
    const transaction = transactions.activeTransaction(evseId);
    const now = transaction && `${transaction.transactionId} ${transaction.readySinceMs}`;
    if (known.get(evseId) === now) return;
    if (now === undefined) known.delete(evseId);
    else known.set(evseId, now);
    changed();
  });
}
