import type { EvseId, MessageId, TransactionId } from "../../kernel/ids.ts";
import type { MeterValueType, RequestOf } from "../../ocpp/messages.ts";

/** One queued TransactionEvent with its message id, which never changes. */
export interface QueuedTransactionEvent {
  readonly messageId: MessageId;
  readonly request: RequestOf<"TransactionEvent">;
}

/** Meter values stored for the Ended event of an open transaction. */
export interface EndedValuesChange {
  readonly transactionId: TransactionId;
  /** "append" adds to the stored values; "replace" replaces them (after thinning). */
  readonly kind: "append" | "replace";
  readonly values: readonly MeterValueType[];
}

/** The session of an EVSE without an open transaction; an open transaction includes its session. */
export interface IdleSessionChange {
  readonly evseId: EvseId;
  /** Stored as JSON; undefined when there is none. */
  readonly state: unknown;
}

/** The sessions of an EVSE that are over. */
export interface PastSessionsChange {
  readonly evseId: EvseId;
  /** Stored as JSON. */
  readonly sessions: unknown;
}

/** Everything that one event changed, made durable together (architecture §3.1). */
export interface TransactionChange {
  /** The current state of transactions; stored as JSON under their id. */
  readonly save: readonly { readonly transactionId: TransactionId; readonly state: unknown }[];
  readonly idleSessions: readonly IdleSessionChange[];
  readonly pastSessions: readonly PastSessionsChange[];
  readonly endedValues: readonly EndedValuesChange[];
  /** Ended transactions; their stored meter values are removed too. */
  readonly remove: readonly TransactionId[];
  /** Appended to the outbox in this order. */
  readonly events: readonly QueuedTransactionEvent[];
}

export interface StoredTransaction {
  readonly transactionId: TransactionId;
  readonly state: unknown;
  readonly endedValues: readonly MeterValueType[];
}

export interface StoredSession {
  readonly evseId: EvseId;
  readonly state: unknown;
}

/** Implemented by `storage/transaction-repository`: one commit for state and outbox rows. */
export interface TransactionStore {
  /** Resolves when the change is on disk. */
  commit(change: TransactionChange): Promise<void>;
  /** The transactions that were open when the process last stopped. */
  open(): readonly StoredTransaction[];
  /** The sessions on EVSEs without an open transaction. */
  idleSessions(): readonly StoredSession[];
  /** The sessions that are over, as far as they are remembered. */
  pastSessions(): readonly PastSessionsChange[];
  /** True while the outbox still holds messages of this transaction, or of any (E14: messagesInQueue). */
  hasQueuedEvents(transactionId?: TransactionId): boolean;
  /** Sets the offline flag of queued events that were never handed out for sending. */
  markQueuedOffline(): Promise<void>;
}
