import { type Clock, sleep, type Timer } from "../kernel/clock.ts";
import { MAX_UNSETTLED_MESSAGES } from "../kernel/limits.ts";
import type { Logger } from "../kernel/logger.ts";
import { WallClockShift } from "../kernel/wall-clock-shift.ts";
import type { QueuedLane } from "./call-lanes.ts";
import type { SentCall } from "./link.ts";
import { smallerEvent } from "./message-size.ts";
import type { OutboxMessage, OutboxStore } from "./outbox-store.ts";
import { afterFailure, type RetrySettings } from "./retry-policy.ts";
import { FIRST_SET_ASIDE_MS, MAX_SET_ASIDE_MS, setAsideMs } from "./set-aside-policy.ts";
import type { LeaveAlone } from "./suspicion.ts";

/** A message may wait for so much longer when the clock is set back. */
const NOTICED_MS = 60_000;

export interface OutboxDrainDeps {
  readonly lane: QueuedLane;
  readonly outbox: OutboxStore;
  /** See `LinkHost.delivered`. */
  delivered(message: OutboxMessage, outcome: SentCall): Promise<void>;
  /** See `LinkHost.setAside`. */
  setAside(message: OutboxMessage, untilMs: number): void;
  readonly settings: RetrySettings;
  readonly clock: Clock;
  readonly log: Logger;
  /** There may be something to send again. */
  wake(): void;
}

/**
 * Walks one lane of the outbox in strict order. A message is behind us only when it was answered, given up or set aside;
 * its removal overlaps with the next transmission, so that a crash can repeat messages but never lose or reorder them.
 * A message that is set aside, or rests, takes along what follows of its transaction.
 */
export class OutboxDrain {
  readonly #deps: OutboxDrainDeps;
  readonly #stopping = new AbortController();
  /** Position of the last message that is behind us. */
  #passed = 0;
  /** Reasons for which nothing of this lane is sent: a retry that waits, a change that is not on disk. */
  #holdUps = 0;
  /** Runs while the CSMS seems to take no message of this lane. */
  #pause: Timer | undefined;
  /** Positions that rest because it is not known whether they or the CSMS are at fault. */
  readonly #doubted = new Set<number>();
  #dueTimer: Timer | undefined;
  /** By how much the wall clock is set while something is set aside. */
  #shift: WallClockShift | undefined;
  /** When the messages that are answered and still in the outbox were answered, oldest first. */
  readonly #unsettledSinceMs: number[] = [];
  #settling: Promise<void> = Promise.resolve();
  /** The station could not take an answer any more: that message and those behind it are sent again after the restart. */
  #leftBehind = false;
  /** Answered messages that the disk has refused to remove. */
  #unremoved: number[] = [];

  constructor(deps: OutboxDrainDeps) {
    this.#deps = deps;
  }

  /**
   * The message to send now that the line is up, if any. Asking does not take it: the same one comes again until it is
   * answered. What was left alone long enough is older than the rest and goes first; while the CSMS may be at fault it
   * goes last, so that each message is tried in turn.
   */
  next(): OutboxMessage | undefined {
    if (this.#holdUps > 0 || this.#pause || this.#unsettledSinceMs.length >= MAX_UNSETTLED_MESSAGES) {
      return undefined;
    }
    const { outbox, lane, clock } = this.#deps;
    const oldest = () => outbox.next(this.#passed, lane);
    const due = () => outbox.due(clock.wallMs(), lane);
    if (this.#doubted.size > 0) return oldest() ?? this.#onceSettled(due());
    const first = due();
    return first === undefined ? oldest() : this.#onceSettled(first);
  }

  /** A message that was left alone comes again from the disk until it is removed from there. */
  #onceSettled(due: OutboxMessage | undefined): OutboxMessage | undefined {
    return this.#unsettledSinceMs.length === 0 ? due : undefined;
  }

  /** The line is up: what was set aside is to be thought of in time. */
  armed(): void {
    const { outbox, lane, clock } = this.#deps;
    this.#dueTimer?.cancel();
    const dueMs = outbox.nextDueMs(clock.wallMs(), lane);
    if (dueMs === undefined) this.#shift = undefined;
    if (dueMs === undefined || this.#stopping.signal.aborted) return;
    const leftMs = dueMs - clock.wallMs();
    const isOfOtherClock = this.#wasSetBack() || leftMs > MAX_SET_ASIDE_MS;
    if (isOfOtherClock) this.#recallFrom(dueMs);
    this.#dueTimer = clock.setTimer("csms.setAside", isOfOtherClock ? FIRST_SET_ASIDE_MS : leftMs, () => {
      this.armed();
      this.#deps.wake();
    });
  }

  disarmed(): void {
    this.#dueTimer?.cancel();
  }

  /** Whether the wall clock was set back since the timer was set: what is set aside would wait for as much longer. */
  #wasSetBack(): boolean {
    this.#shift ??= new WallClockShift(this.#deps.clock);
    return this.#shift.look() < -NOTICED_MS;
  }

  /** How long the oldest answered message has been waiting to leave the outbox; 0 when there is none. */
  unsettledForMs(): number {
    const [since] = this.#unsettledSinceMs;
    return since === undefined ? 0 : this.#deps.clock.monotonicMs() - since;
  }

  /** The CSMS answered `message`, or did not within the message timeout. */
  answered(message: OutboxMessage, outcome: Exclude<SentCall, { kind: "offline" }>): void {
    if (outcome.kind === "result") return this.#pass(message, outcome);
    const { log, settings } = this.#deps;
    const transmissions = message.attempts + 1;
    const verdict = afterFailure(message.action, outcome, transmissions, settings);
    const fields = { action: message.action, messageId: message.messageId, transmissions, outcome };
    switch (verdict.kind) {
      case "giveUp":
        log.error("a queued message is given up", fields);
        return this.#pass(message, outcome);
      case "setAside":
        return this.#leaveAlone(message, fields);
      case "retry":
        log.warning("a queued message was not accepted and is sent again", {
          ...fields,
          waitMs: verdict.waitMs,
        });
        void this.#retryAfter(message, verdict.waitMs);
    }
  }

  /** Connections end with this message. */
  lost(message: OutboxMessage, verdict: LeaveAlone, reason: string): void {
    if (verdict.kind === "guilty") return this.#refused(message, reason);
    const { outbox, clock, log, lane } = this.#deps;
    const fields = { action: message.action, messageId: message.messageId, reason };
    const untilMs = clock.wallMs() + verdict.restMs;
    log.warning("connections end with a queued message, perhaps by a fault of the CSMS: it rests", {
      ...fields,
      until: new Date(untilMs).toISOString(),
    });
    if (verdict.others === "lost") this.#pauseLane(verdict.restMs);
    this.#doubted.add(message.position);
    this.#whileHeldUp(async () => {
      await outbox.rest(message.position, untilMs);
      this.#passed = Math.max(this.#passed, message.position);
      outbox.passed(this.#passed, lane);
      this.armed();
    }, fields);
  }

  /** The CSMS takes messages: those of these that rest in this lane are tried again at once, in order. */
  recall(suspects: readonly number[]): void {
    const positions = suspects.filter((position) => this.#doubted.delete(position));
    if (positions.length === 0) return;
    this.#whileHeldUp(() => this.#deps.outbox.recall(positions), { positions });
  }

  /** The clock was set back since, and it may have been by years. */
  #recallFrom(dueMs: number): void {
    this.#whileHeldUp(async () => {
      await this.#deps.outbox.recallFrom(dueMs);
      this.armed();
    }, { dueMs });
  }

  /** The message is made smaller where that is allowed, or left alone for a while. */
  #refused(message: OutboxMessage, reason: string): void {
    const { log } = this.#deps;
    const fields = { action: message.action, messageId: message.messageId, reason };
    const smaller = message.action === "TransactionEvent" ? smallerEvent(message.payloadText) : undefined;
    if (smaller === undefined) return this.#leaveAlone(message, fields);
    log.warning("the CSMS does not take a transaction event: sent again with fewer meter values", {
      ...fields,
      bytes: message.payloadText.length,
      smallerBytes: smaller.text.length,
      removedMeterValues: smaller.removed,
    });
    this.#whileHeldUp(() => this.#deps.outbox.replace(message.position, smaller.text), fields);
  }

  /** The CSMS takes none of several messages: it gets time to recover, and the line stays up for everything else. */
  #pauseLane(ms: number): void {
    this.#pause?.cancel();
    this.#pause = this.#deps.clock.setTimer("csms.lanePause", ms, () => {
      this.#pause = undefined;
      this.#deps.wake();
    });
  }

  /** Resolves when everything answered so far is off the disk or left for the next start. No retry fires any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.disarmed();
    this.#pause?.cancel();
    await this.#settling;
    // The disk may work again: then nothing is sent twice after the restart.
    if (this.#unremoved.length > 0) await this.#remove([]);
  }

  #leaveAlone(message: OutboxMessage, fields: Record<string, unknown>): void {
    const { outbox, clock, log, lane } = this.#deps;
    const untilMs = clock.wallMs() + setAsideMs(message.setbacks);
    log.error("a queued message is set aside: those behind it go first, it is tried again later", {
      ...fields,
      until: new Date(untilMs).toISOString(),
    });
    this.#doubted.delete(message.position);
    this.#deps.setAside(message, untilMs);
    this.#whileHeldUp(async () => {
      await outbox.setAside(message.position, untilMs);
      this.#passed = Math.max(this.#passed, message.position);
      outbox.passed(this.#passed, lane);
      this.armed();
    }, fields);
  }

  /** Nothing of this lane is sent before the change is on disk, or refused by it. */
  #whileHeldUp(change: () => Promise<void>, fields: Record<string, unknown>): void {
    const { log, wake } = this.#deps;
    this.#holdUps++;
    this.#settling = this.#settling.then(change)
      .catch((error) => log.error("a change of a queued message could not be stored", { ...fields, error }))
      .then(() => {
        this.#holdUps--;
        wake();
      });
  }

  async #retryAfter(message: OutboxMessage, waitMs: number): Promise<void> {
    this.#holdUps++;
    const waited = sleep(this.#deps.clock, "csms.retry", waitMs, this.#stopping.signal);
    this.#settling = this.#settling.then(() => this.#recordAttempt(message));
    await this.#settling;
    await waited;
    this.#holdUps--;
    this.#deps.wake();
  }

  async #recordAttempt(message: OutboxMessage): Promise<void> {
    try {
      await this.#deps.outbox.recordAttempt(message.position);
    } catch (error) {
      // The message itself is safe; an uncounted attempt only means one more, which beats stopping the queue.
      this.#deps.log.error("a failed attempt could not be recorded", {
        messageId: message.messageId,
        error,
      });
    }
  }

  #pass(message: OutboxMessage, outcome: SentCall): void {
    this.#passed = Math.max(this.#passed, message.position);
    this.#deps.outbox.passed(this.#passed, this.#deps.lane);
    this.#unsettledSinceMs.push(this.#deps.clock.monotonicMs());
    // One after the other: responses reach the station in the order of the messages.
    this.#settling = this.#settling.then(async () => {
      await this.#settle(message, outcome);
      this.#unsettledSinceMs.shift();
      this.#deps.wake();
    });
  }

  async #settle(message: OutboxMessage, outcome: SentCall): Promise<void> {
    const { log } = this.#deps;
    // What comes after it is sent again as well, so that the order stays.
    if (this.#leftBehind) return;
    try {
      await this.#deps.delivered(message, outcome);
    } catch (error) {
      this.#leftBehind = this.#stopping.signal.aborted;
      if (this.#leftBehind) {
        return log.warning("the answer to a queued message was not handled before the end", {
          messageId: message.messageId,
          error,
        });
      }
      // The message is removed: sent again, it would get the same answer and fail the same way for ever.
      log.error("handling the answer to a queued message failed", { messageId: message.messageId, error });
    }
    await this.#remove([message.position]);
  }

  async #remove(positions: readonly number[]): Promise<void> {
    const all = [...this.#unremoved, ...positions];
    try {
      await this.#deps.outbox.remove(all);
      this.#unremoved = [];
    } catch (error) {
      // Already passed in this process; unless it goes with a later one, it is sent once more after a restart.
      this.#unremoved = all;
      this.#deps.log.error("an answered message could not be removed from the queue", {
        position: all.at(-1),
        error,
      });
    }
  }
}
