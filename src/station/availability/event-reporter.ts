import { type Clock, type Timer, toTimestamp } from "../../kernel/clock.ts";
import { MAX_HELD_ERROR_EVENTS } from "../../kernel/limits.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { Csms } from "../ports/csms.ts";
import type { ErrorStore } from "./error-store.ts";
import { type HeldEvent, outlived, surplus } from "./held-events.ts";

export const EVENT_RETRY_TIMER = "availability.event-retry";
/** A NotifyEvent that nobody answered is repeated after this time, unless a reconnect repeats it before. */
const RETRY_MS = 60_000;

export interface EventReporterDeps {
  readonly csms: Csms;
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Pick<ErrorStore, "forget">;
  /** What an earlier process did not get confirmed. */
  readonly held: readonly HeldEvent[];
  /** Up to this severity number, all that happened while the CSMS could not be told is told afterwards. */
  queuingSeverity(): number;
}

export interface EventReporter {
  /** To be called when the event is on disk. */
  report(event: HeldEvent): void;
  /** The CSMS can be told again. */
  release(): void;
}

/** NotifyEvent, one event per message, in order; kept until the CSMS confirmed it. */
export function createEventReporter(deps: EventReporterDeps): EventReporter {
  const { csms, clock, log, store } = deps;
  let held = deps.held;
  // What a killed process had sent is not written down, but it can only be the first.
  let mayBeKnown = held[0]?.eventId ?? 0;
  let sending = false;
  /** The CSMS came back while an answer was awaited that will not come. */
  let released = false;
  /** Events forgotten since the CSMS was last there. */
  let thinned = 0;
  let retry: Timer | undefined;

  async function send(): Promise<void> {
    if (sending) return;
    sending = true;
    retry?.cancel();
    for (let head = held[0]; head; head = held[0]) {
      released = false;
      const before = mayBeKnown;
      mayBeKnown = Math.max(before, head.eventId);
      const outcome = await csms.call("NotifyEvent", {
        generatedAt: toTimestamp(clock.wallMs()),
        seqNo: 0,
        eventData: [{ ...head.data, eventId: head.eventId }],
      });
      if (outcome.kind === "offline") mayBeKnown = before;
      if (outcome.kind === "result" || outcome.kind === "error") forget([head.eventId]);
      else if (!released) {
        // Offline, not accepted or unanswered: it waits for the next release or the next event.
        if (outcome.kind === "timeout" && csms.isOnline()) {
          retry = clock.setTimer(EVENT_RETRY_TIMER, RETRY_MS, () => void send());
        }
        break;
      }
    }
    sending = false;
  }

  function forget(eventIds: readonly number[]): void {
    if (eventIds.length === 0) return;
    const gone = new Set(eventIds);
    held = held.filter(({ eventId }) => !gone.has(eventId));
    store.forget(eventIds).catch((error: unknown) =>
      // It is sent once more after a restart, under the same number.
      log.error("an event that is settled could not be removed", { eventIds, error })
    );
  }

  return {
    report(event) {
      held = [...held, event];
      const gone = surplus(held, MAX_HELD_ERROR_EVENTS, mayBeKnown);
      if (gone.length > 0 && thinned === 0) {
        log.warning("many errors come and go unheard: the least severe are forgotten", { held: held.length });
      }
      thinned += gone.length;
      forget(gone);
      void send();
    },
    release() {
      if (thinned > 0) log.warning("events of errors were forgotten", { count: thinned });
      thinned = 0;
      released = true;
      // N07.FR.04: the severe ones are queued; of the others only what is still true is told (N07, remark).
      forget(outlived(held, deps.queuingSeverity(), mayBeKnown));
      void send();
    },
  };
}
