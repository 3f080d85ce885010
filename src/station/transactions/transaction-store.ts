import type { MessageId, TransactionId } from "../../kernel/ids.ts";
import type { RequestOf } from "../../ocpp/messages.ts";

/** One TransactionEvent on its way to the CSMS, with the id it keeps for ever. */
export interface QueuedTransactionEvent {
  readonly messageId: MessageId;
  readonly request: RequestOf<"TransactionEvent">;
}

/** Everything that one event changed, made durable together (architecture §3.1). */
export interface TransactionChange {
  /** Transactions as they are now; stored as JSON under their id. */
  readonly save: readonly { readonly transactionId: TransactionId; readonly state: unknown }[];
  /** Transactions that are over. */
  readonly remove: readonly TransactionId[];
  /** Appended to the outbox in this order. */
  readonly events: readonly QueuedTransactionEvent[];
}

/** Implemented by `storage/transaction-repository`: one commit for state and outbox rows. */
export interface TransactionStore {
  /** Resolves when the change is on disk. */
  commit(change: TransactionChange): Promise<void>;
  /** The transactions that were open when the process last stopped. */
  open(): readonly { readonly transactionId: TransactionId; readonly state: unknown }[];
  /** True while the outbox still holds messages of this transaction (E14: messagesInQueue). */
  hasQueuedEvents(transactionId?: TransactionId): boolean;
}
