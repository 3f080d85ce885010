import type { MessageId } from "../kernel/ids.ts";
import type { Action } from "../ocpp/messages.ts";

/** A message that must reach the CSMS: on disk from the commit of its cause until it is answered. */
export interface OutboxMessage {
  /** Position in the queue; strictly increasing, survives restarts. */
  readonly position: number;
  /** Assigned before the first send; a re-send is the same message (architecture §3.2). */
  readonly messageId: MessageId;
  readonly action: Action;
  /** The exact JSON text of the payload. */
  readonly payloadText: string;
  /** How often it was sent and not answered with a CALLRESULT. Survives restarts. */
  readonly attempts: number;
}

/**
 * The durable queue as the call queue sees it. Implemented by `storage/outbox-repository`. Returns only rows
 * on disk, never one whose commit is pending: a power cut after sending such a row would reuse its seqNo for
 * another message.
 */
export interface OutboxStore {
  /** The oldest message, or undefined when the outbox is empty. */
  head(): OutboxMessage | undefined;
  /**
   * The oldest message after `position`; messages up to `position` count as delivered (E14). The next message
   * can be sent while the removal of the answered one is still being written to disk.
   */
  next(position: number): OutboxMessage | undefined;
  /** Messages waiting. */
  count(): number;
  /** Resolves when the new number of attempts is on disk. */
  recordAttempt(position: number): Promise<void>;
  /** Removes the messages up to this position. Resolves when that is on disk. */
  remove(position: number): Promise<void>;
}
