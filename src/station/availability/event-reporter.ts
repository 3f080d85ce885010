import { type Clock, type Timer, toTimestamp } from "../../kernel/clock.ts";
import type { Csms } from "../ports/csms.ts";
import type { EventIds } from "./event-ids.ts";
import { bounded, type HeldEvent, stillTrue } from "./held-events.ts";

export const EVENT_RETRY_TIMER = "availability.event-retry";
/** A NotifyEvent that nobody answered is repeated after this time, unless a reconnect repeats it before. */
const RETRY_MS = 60_000;

export interface EventReporterDeps {
  readonly csms: Csms;
  readonly clock: Clock;
  readonly eventIds: EventIds;
  /** Events kept while the CSMS cannot be told (limits.ts). */
  readonly limit: number;
}

export interface EventReporter {
  report(event: HeldEvent): void;
  /** The CSMS can be told again: everything that waits, or only what is still true. */
  release(which: "everything" | "stillTrue"): void;
}

/** NotifyEvent, one event per message, in order; kept until the CSMS confirmed it. */
export function createEventReporter(deps: EventReporterDeps): EventReporter {
  let held: readonly HeldEvent[] = [];
  let sending = false;
  let retry: Timer | undefined;

  async function send(): Promise<void> {
    if (sending) return;
    sending = true;
    retry?.cancel();
    for (let head = held[0]; head; head = held[0]) {
      head.eventId ??= await deps.eventIds.next();
      const outcome = await deps.csms.call("NotifyEvent", {
        generatedAt: toTimestamp(deps.clock.wallMs()),
        seqNo: 0,
        eventData: [{ ...head.data, eventId: head.eventId }],
      });
      if (outcome.kind === "timeout" && deps.csms.isOnline()) {
        retry = deps.clock.setTimer(EVENT_RETRY_TIMER, RETRY_MS, () => void send());
      }
      // Offline, not accepted or unanswered: it waits for the next release or the next event.
      if (outcome.kind === "offline" || outcome.kind === "timeout") break;
      const confirmed = head;
      held = held.filter((event) => event !== confirmed);
    }
    sending = false;
  }

  return {
    report(event) {
      held = bounded([...held, event], deps.limit);
      void send();
    },
    release(which) {
      if (which === "stillTrue" && !sending) held = stillTrue(held);
      void send();
    },
  };
}
