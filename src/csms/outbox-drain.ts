import { type Clock, sleep } from "../kernel/clock.ts";
import { MAX_UNSETTLED_MESSAGES } from "../kernel/limits.ts";
import type { Logger } from "../kernel/logger.ts";
import type { SentCall } from "./link.ts";
import type { OutboxMessage, OutboxStore } from "./outbox-store.ts";
import { afterFailure, type RetrySettings } from "./retry-policy.ts";

export interface OutboxDrainParts {
  readonly outbox: OutboxStore;
  /** See `LinkHost.delivered`. */
  delivered(message: OutboxMessage, outcome: SentCall): Promise<void>;
  readonly settings: RetrySettings;
  readonly clock: Clock;
  readonly log: Logger;
  /** A message may be ready to be sent. */
  wake(): void;
}

/**
 * Sends the outbox in strict order. A message is done when it was answered or given up; its removal overlaps
 * with the next transmission, so that a crash can repeat messages but never lose or reorder them.
 */
export class OutboxDrain {
  readonly #parts: OutboxDrainParts;
  readonly #stopping = new AbortController();
  /** Position of the last message that is done. */
  #passed: number | undefined;
  #retryPending = false;
  /** When the messages that are answered and still in the outbox were answered, oldest first. */
  readonly #unsettledSinceMs: number[] = [];
  #settling: Promise<void> = Promise.resolve();
  /**
   * The station could not process an answer while stopping: that message and later ones are sent again after
   * the restart.
   */
  #leftBehind = false;
  /** Removing the answered messages up to this position failed. */
  #unremoved: number | undefined;

  constructor(parts: OutboxDrainParts) {
    this.#parts = parts;
  }

  /**
   * The message to send now, if any. Reading it does not remove it: the same message is returned until it is
   * answered.
   */
  next(): OutboxMessage | undefined {
    if (this.#retryPending || this.#unsettledSinceMs.length >= MAX_UNSETTLED_MESSAGES) return undefined;
    const { outbox } = this.#parts;
    return this.#passed === undefined ? outbox.head() : outbox.next(this.#passed);
  }

  /** How long the oldest answered message has been waiting to leave the outbox; 0 when there is none. */
  unsettledForMs(): number {
    const [since] = this.#unsettledSinceMs;
    return since === undefined ? 0 : this.#parts.clock.monotonicMs() - since;
  }

  /** The CSMS answered `message`, or did not within the message timeout. */
  answered(message: OutboxMessage, outcome: Exclude<SentCall, { kind: "offline" }>): void {
    if (outcome.kind === "result") return this.#pass(message, outcome);
    const { log, settings } = this.#parts;
    const transmissions = message.attempts + 1;
    const verdict = afterFailure(message.action, outcome, transmissions, settings);
    const fields = { action: message.action, messageId: message.messageId, transmissions, outcome };
    if (verdict.kind === "giveUp") {
      log.error("queued message given up", fields);
      return this.#pass(message, outcome);
    }
    log.warning("queued message not accepted, will be sent again", { ...fields, waitMs: verdict.waitMs });
    void this.#retryAfter(message, verdict.waitMs);
  }

  /**
   * Resolves when the messages answered so far are removed from disk or left for the next start. No retry
   * fires afterwards.
   */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#settling;
    // The disk may work again: then nothing is sent twice after the restart.
    if (this.#unremoved !== undefined) await this.#remove(this.#unremoved);
  }

  async #retryAfter(message: OutboxMessage, waitMs: number): Promise<void> {
    this.#retryPending = true;
    const waited = sleep(this.#parts.clock, "csms.retry", waitMs, this.#stopping.signal);
    this.#settling = this.#settling.then(() => this.#recordAttempt(message));
    await this.#settling;
    await waited;
    this.#retryPending = false;
    this.#parts.wake();
  }

  async #recordAttempt(message: OutboxMessage): Promise<void> {
    try {
      await this.#parts.outbox.recordAttempt(message.position);
    } catch (error) {
      // The message itself is safe; an uncounted attempt means one more attempt, which is better than
      // stopping the queue.
      this.#parts.log.error("could not record a failed attempt", { messageId: message.messageId, error });
    }
  }

  #pass(message: OutboxMessage, outcome: SentCall): void {
    this.#passed = message.position;
    this.#unsettledSinceMs.push(this.#parts.clock.monotonicMs());
    // One after the other: responses reach the station in the order of the messages.
    this.#settling = this.#settling.then(async () => {
      await this.#settle(message, outcome);
      this.#unsettledSinceMs.shift();
      this.#parts.wake();
    });
  }

  async #settle(message: OutboxMessage, outcome: SentCall): Promise<void> {
    const { log } = this.#parts;
    // Removing it would also remove the messages before it.
    if (this.#leftBehind) return;
    try {
      await this.#parts.delivered(message, outcome);
    } catch (error) {
      this.#leftBehind = this.#stopping.signal.aborted;
      if (this.#leftBehind) {
        return log.warning("the answer to a queued message was not processed before the stop", {
          messageId: message.messageId,
          error,
        });
      }
      // The message is removed all the same: sent again, it would get the same answer and fail in the same
      // way.
      log.error("handling the answer to a queued message failed", { messageId: message.messageId, error });
    }
    await this.#remove(message.position);
  }

  async #remove(position: number): Promise<void> {
    try {
      await this.#parts.outbox.remove(position);
      this.#unremoved = undefined;
    } catch (error) {
      // This process does not send it again; unless a later removal includes it, it is sent once more after a
      // restart.
      this.#unremoved = position;
      this.#parts.log.error("could not remove an answered message", { position, error });
    }
  }
}
