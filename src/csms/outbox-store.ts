import type { MessageId } from "../kernel/ids.ts";
import type { Action } from "../ocpp/messages.ts";
import type { QueuedLane } from "./call-lanes.ts";

/** A message that must reach the CSMS: on disk from the moment its cause was accepted until it is answered. */
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
  /** How often it was set aside as the cause of connections that ended. Survives restarts. */
  readonly setbacks: number;
}

/**
 * The durable queue as the call queue sees it. Implemented by `storage/outbox-repository`. A row whose commit is still
 * under way is never returned: a message that left the socket and was then lost to a power cut would be followed by
 * another one with the same seqNo. What the disk refuses is returned from memory.
 */
export interface OutboxStore {
  /** The oldest message of a lane behind `position` that is not left alone. */
  next(position: number, lane: QueuedLane): OutboxMessage | undefined;
  /** The message that was left alone until `nowMs` or before (Unix milliseconds), and of several the one due first. */
  due(nowMs: number, lane: QueuedLane): OutboxMessage | undefined;
  /** When the next message that is left alone is due after `nowMs`, Unix milliseconds. */
  nextDueMs(nowMs: number, lane: QueuedLane): number | undefined;
  /** Everything of the lane up to `position`, unless left alone, no longer waits to be delivered (E14). */
  passed(position: number, lane: QueuedLane): void;
  /** The message goes out: from now on its content must not change any more. */
  sending(position: number, lane: QueuedLane): void;
  /** It did not go out after all. */
  notSent(position: number, lane: QueuedLane): void;
  /** Messages waiting. */
  count(): number;
  /** Resolves when the new number of attempts is on disk. */
  recordAttempt(position: number): Promise<void>;
  /** Resolves when the messages are off the disk. */
  remove(positions: readonly number[]): Promise<void>;
  /**
   * Resolves when it is on disk that the CSMS cannot take the message, and that it is left alone until then (Unix
   * milliseconds). What follows of its transaction is left alone as long, also what is added meanwhile.
   */
  setAside(position: number, untilMs: number): Promise<void>;
  /** As `setAside`, without counting it as a setback: the message may be innocent. */
  rest(position: number, untilMs: number): Promise<void>;
  /** Messages that rest, and what follows of their transactions, are due now. */
  recall(positions: readonly number[]): Promise<void>;
  /** Messages that are left alone until `fromMs` (Unix milliseconds) or longer are due now. */
  recallFrom(fromMs: number): Promise<void>;
  /** Another payload for a message that the CSMS cannot take; with another id, since it is another message. */
  replace(position: number, payloadText: string): Promise<void>;
}
