import type { EventDataType } from "../../ocpp/messages.ts";

export type UnnumberedEvent = Omit<EventDataType, "eventId">;

/** What is told to the CSMS of an error. */
export interface NewEvent {
  /** The same for a raise and its clear. */
  readonly identity: string;
  /** Of OCPP: 0 (danger) to 9 (debug). */
  readonly severity: number;
  readonly data: UnnumberedEvent;
}

/** An event that the CSMS has not confirmed yet; events are numbered in the order in which they happened. */
export interface HeldEvent extends NewEvent {
  readonly eventId: number;
}

/**
 * Raises with their clears that the CSMS has heard nothing of, each pair as `[raise, clear]`: without them it knows
 * just as well what is raised now. `mayBeKnown` is the number of the last event that may have been sent.
 */
export function unheardPairs(
  held: readonly HeldEvent[],
  mayBeKnown: number,
): readonly (readonly [HeldEvent, HeldEvent])[] {
  const raises = new Map<string, HeldEvent>();
  const pairs: [HeldEvent, HeldEvent][] = [];
  for (const event of held) {
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
 * The numbers of what has to go so that at most `limit` events are held: of what is over and unheard, the least
 * severe first, then the oldest. What is still raised, and the clear of what the CSMS has heard of, always stays.
 */
export function surplus(held: readonly HeldEvent[], limit: number, mayBeKnown: number): readonly number[] {
  if (held.length <= limit) return [];
  return unheardPairs(held, mayBeKnown)
    .toSorted(([a], [b]) => b.severity - a.severity || a.eventId - b.eventId)
    .slice(0, Math.ceil((held.length - limit) / 2))
    .flatMap(numbersOf);
}

/** The numbers of what need not be told any more, after the fact: only what is still true, of less than `severity`. */
export function outlived(
  held: readonly HeldEvent[],
  severity: number,
  mayBeKnown: number,
): readonly number[] {
  return unheardPairs(held, mayBeKnown).filter(([raise]) => raise.severity > severity).flatMap(numbersOf);
}

const numbersOf = (events: readonly HeldEvent[]): number[] => events.map(({ eventId }) => eventId);
