import { evenlyThinned } from "../../kernel/even-thinning.ts";
import type { EventDataType } from "../../ocpp/messages.ts";

export type UnnumberedEvent = Omit<EventDataType, "eventId">;

/** An event for the CSMS: of an error of the equipment, or of a monitor. */
export interface NewEvent {
  /** The same for an alert and its clear, and for every event of one monitor. */
  readonly identity: string;
  /** OCPP severity, 0 (danger) to 9 (debug). */
  readonly severity: number;
  readonly data: UnnumberedEvent;
}

/** An event that the CSMS has not confirmed yet; events are numbered in the order in which they happened. */
export interface WaitingEvent extends NewEvent {
  readonly eventId: number;
}

/**
 * Raises with their clears that were not sent yet, each pair as `[raise, clear]`: without them the CSMS still
 * knows what is raised now. `mayBeKnown` is the id of the last event that may have been sent.
 */
export function unheardPairs(
  waiting: readonly WaitingEvent[],
  mayBeKnown: number,
): readonly (readonly [WaitingEvent, WaitingEvent])[] {
  const raises = new Map<string, WaitingEvent>();
  const pairs: [WaitingEvent, WaitingEvent][] = [];
  for (const event of waiting) {
    if (!event.data.cleared) {
      if (event.eventId > mayBeKnown) raises.set(event.identity, event);
      continue;
    }
    const raise = raises.get(event.identity);
    if (raise) pairs.push([raise, event]);
    raises.delete(event.identity);
  }
  return pairs;
}

/**
 * The ids of the events to remove so that at most `limit` wait: first pairs that were not sent yet, the least
 * severe before the oldest; then intermediate values of monitors. What is still raised, the clear of
 * what may have been sent, and the first and last value of a monitor always stay.
 */
export function surplus(
  waiting: readonly WaitingEvent[],
  limit: number,
  mayBeKnown: number,
): readonly number[] {
  if (waiting.length <= limit) return [];
  const pairs = unheardPairs(waiting, mayBeKnown)
    .toSorted(([a], [b]) => b.severity - a.severity || a.eventId - b.eventId)
    .slice(0, Math.ceil((waiting.length - limit) / 2))
    .flatMap(numbersOf);
  const excess = waiting.length - pairs.length - limit;
  return excess > 0 ? [...pairs, ...intermediateValues(waiting, excess, mayBeKnown)] : pairs;
}

/**
 * At least `excess` values between the first and the last of each monitor, evenly spread, if there are so
 * many.
 */
function intermediateValues(
  waiting: readonly WaitingEvent[],
  excess: number,
  mayBeKnown: number,
): readonly number[] {
  const values = waiting.filter(({ data, eventId }) => data.cleared === undefined && eventId > mayBeKnown);
  const keptShare = Math.max(0, 1 - excess / values.length);
  return [...Map.groupBy(values, ({ identity }) => identity).values()].flatMap((series) => {
    const timesMs = series.map(({ data }) => Date.parse(data.timestamp));
    const kept = new Set(evenlyThinned(timesMs, Math.max(2, Math.floor(series.length * keptShare))));
    return numbersOf(series.filter((_, index) => !kept.has(index)));
  });
}

/**
 * The ids of events from offline times that are not reported: those less severe than `severity` that no
 * longer apply.
 */
export function outlived(
  waiting: readonly WaitingEvent[],
  severity: number,
  mayBeKnown: number,
): readonly number[] {
  return unheardPairs(waiting, mayBeKnown).filter(([raise]) => raise.severity > severity).flatMap(numbersOf);
}

const numbersOf = (events: readonly WaitingEvent[]): number[] => events.map(({ eventId }) => eventId);
