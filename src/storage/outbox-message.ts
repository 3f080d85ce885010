import type { QueuedLane } from "../csms/call-lanes.ts";
import type { MessageId, TransactionId } from "../kernel/ids.ts";
import type { Action } from "../ocpp/messages.ts";

/** What the outbox needs to know of a message. */
export interface NewOutboxMessage {
  readonly messageId: MessageId;
  readonly action: Action;
  readonly payload: unknown;
  readonly occurredMs: number;
  /** Present for TransactionEvents. */
  readonly transaction?: { readonly id: TransactionId; readonly dropPriority: DropPriority };
  /** An ordinary message that only OCPPCommCtrlr.QueueAllMessages keeps. */
  readonly ordinary?: true;
}

/**
 * 0: never dropped; 1: carries meter values only; 2: any other intermediate event; 3: no transaction event, queued
 * because of OCPPCommCtrlr.QueueAllMessages. Dropped in the order 3, 1, 2.
 */
export type DropPriority = 0 | 1 | 2 | 3;

/** A message with its place in the queue, as the table has it. */
export interface OutboxRow {
  readonly position: number;
  messageId: MessageId;
  readonly action: Action;
  payloadText: string;
  readonly occurredMs: number;
  readonly transactionId: TransactionId | undefined;
  readonly dropPriority: DropPriority;
  attempts: number;
  setbacks: number;
  setAsideMs: number | undefined;
}

export function laneOf({ transactionId }: Pick<OutboxRow, "transactionId">): QueuedLane {
  return transactionId === undefined ? "notifications" : "transactions";
}
