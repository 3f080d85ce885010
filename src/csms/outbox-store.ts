import type { MessageId } from "../kernel/ids.ts";
import type { Action } from "../ocpp/messages.ts";

/** A message that must reach the CSMS: on disk from the moment its cause was taken until it is answered. */
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
 * The durable queue as the call queue sees it. Implemented by `storage/outbox-repository`. Only what is on disk is
 * returned, never a row whose commit is still under way: a message that left the socket and was then lost to a
 * power cut would be followed by another one with the same seqNo.
 */
export interface OutboxStore {
  /** The oldest message, or undefined when the outbox is empty. */
  head(): OutboxMessage | undefined;
  /**
   * The oldest message behind `position`; everything up to `position` no longer waits to be delivered (E14). The call
   * queue walks with it, because the next message goes out while the removal of the answered one is still on its way
   * to disk.
   */
  next(position: number): OutboxMessage | undefined;
  /** Messages waiting. */
  count(): number;
  /** Resolves when the new number of attempts is on disk. */
  recordAttempt(position: number): Promise<void>;
  /** Everything up to here is behind us: removes it. Resolves when that is on disk. */
  remove(position: number): Promise<void>;
}
