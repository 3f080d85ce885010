import { type Clock, type Timer, toTimestamp } from "../../kernel/clock.ts";
import { MAX_WAITING_EVENTS } from "../../kernel/limits.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { Csms } from "../ports/csms.ts";
import { nextBatch } from "./event-batch.ts";
import type { EventStore } from "./event-store.ts";
import { batchOf, orderAfter, type Stall, stalledAt } from "./stalled-events.ts";
import { outlived, surplus, type WaitingEvent } from "./waiting-events.ts";

const EVENT_RETRY_TIMER = "events.retry";
/** A NotifyEvent without an answer is repeated after this time, unless a reconnect repeats it before. */
const RETRY_MS = 60_000;
/** Room that a thinning makes: each one looks at all waiting events, which every new event cannot pay for. */
const THINNING_STEP = 50;

export interface EventReporterDeps {
  readonly csms: Csms;
  readonly clock: Clock;
  readonly log: Logger;
  /** Contains at start the events that were not confirmed to an earlier process. */
  readonly store: EventStore;
  /** Events from offline times are reported afterwards up to this severity number. */
  queuingSeverity(): number;
  /** Largest JSON of one message, in bytes. */
  maxMessageBytes(): number;
}

/** Takes the events of all blocks and sends them in one order. */
export interface EventReporter {
  /** Events that wait for the CSMS, by ascending eventId. */
  waiting(): readonly WaitingEvent[];
  /** To be called when the event is on disk. */
  report(event: WaitingEvent): void;
  /** To be called when the CSMS can be reached again: after acceptance and reconnects. */
  release(): void;
}

/**
 * Sends NotifyEvent, one message at a time with the events that wait at that moment; an event waits until the
 * CSMS has confirmed it.
 */
export function createEventReporter(deps: EventReporterDeps): EventReporter {
  const { csms, clock, log, store } = deps;
  let waiting = store.load();
  // What a killed process had sent is not on disk, but it can only be the first message.
  let mayBeKnown = nextBatch(waiting, deps.maxMessageBytes()).at(-1)?.eventId ?? 0;
  let sending = false;
  /** The CSMS was reached again while an answer was awaited that will not arrive. */
  let released = false;
  /** Events removed since the CSMS was last reached. */
  let thinned = 0;
  /** Grows beyond the limit when no more events may be dropped. */
  let thinAbove = MAX_WAITING_EVENTS;
  let retry: Timer | undefined;
  let stall: Stall | undefined;

  async function send(): Promise<void> {
    if (sending) return;
    sending = true;
    retry?.cancel();
    while (waiting.length > 0) {
      released = false;
      const batch = batchOf(waiting, stall, deps.maxMessageBytes());
      const before = mayBeKnown;
      mayBeKnown = Math.max(before, batch.at(-1)?.eventId ?? 0);
      const outcome = await csms.call("NotifyEvent", {
        generatedAt: toTimestamp(clock.wallMs()),
        seqNo: 0,
        eventData: batch.map(({ data, eventId }) => ({ ...data, eventId })),
      });
      if (outcome.kind === "offline") mayBeKnown = before;
      if (outcome.kind === "result" || outcome.kind === "error") {
        stall = undefined;
        forget(batch.map(({ eventId }) => eventId));
        continue;
      }
      if (outcome.kind === "timeout") standBack(batch[0]);
      if (!released) {
        // Offline, not accepted or unanswered: the events wait for the next release or the next event.
        if (outcome.kind === "timeout" && csms.isOnline()) {
          retry = clock.setTimer(EVENT_RETRY_TIMER, RETRY_MS, () => void send());
        }
        break;
      }
    }
    sending = false;
  }

  /** A message that is never answered must not keep the others from being sent. */
  function standBack(head: WaitingEvent | undefined): void {
    if (head === undefined) return;
    stall = stalledAt(head, stall);
    waiting = orderAfter(waiting, stall);
  }

  function forget(eventIds: readonly number[]): void {
    if (eventIds.length === 0) return;
    const gone = new Set(eventIds);
    waiting = waiting.filter(({ eventId }) => !gone.has(eventId));
    thinAbove = Math.min(thinAbove, roomAbove(waiting));
    store.forget(eventIds).catch((error: unknown) =>
      // It is sent again after a restart, with the same eventId.
      log.error("a confirmed event could not be removed from the disk", { eventIds, error })
    );
  }

  function thinOut(): void {
    if (waiting.length <= thinAbove) return;
    const gone = surplus(waiting, MAX_WAITING_EVENTS - THINNING_STEP, mayBeKnown);
    if (gone.length > 0 && thinned === 0) {
      log.warning("many events wait for the CSMS: the least important are dropped", {
        waiting: waiting.length,
      });
    }
    thinned += gone.length;
    forget(gone);
    thinAbove = roomAbove(waiting);
  }

  return {
    waiting: () => waiting,
    report(event) {
      waiting = [...waiting, event];
      thinOut();
      void send();
    },
    release() {
      if (thinned > 0) {
        log.warning("events were dropped while the CSMS could not be reached", { count: thinned });
      }
      thinned = 0;
      released = true;
      // The severe events are queued; of the others only those that still apply are reported (N07, remark).
      forget(outlived(waiting, deps.queuingSeverity(), mayBeKnown));
      void send();
    },
  };
}

function roomAbove(waiting: readonly WaitingEvent[]): number {
  return Math.max(MAX_WAITING_EVENTS, waiting.length + THINNING_STEP);
}
