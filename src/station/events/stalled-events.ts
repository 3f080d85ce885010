import { nextBatch } from "./event-batch.ts";
import type { WaitingEvent } from "./waiting-events.ts";

/** The event that messages began with, and how many of them in a row nobody answered. */
export interface Stall {
  readonly eventId: number;
  readonly times: number;
}

/** After so many unanswered messages the first event is sent alone: another one of the message may be at fault. */
export const ALONE_AFTER = 2;
/** After so many it makes room for the others. */
export const BEHIND_AFTER = 4;

/** A message that began with `head` was not answered. */
export function stalledAt(head: WaitingEvent, before: Stall | undefined): Stall {
  return { eventId: head.eventId, times: before?.eventId === head.eventId ? before.times + 1 : 1 };
}

/** The events of the next message. */
export function batchOf(
  waiting: readonly WaitingEvent[],
  stall: Stall | undefined,
  maxBytes: number,
): readonly WaitingEvent[] {
  const isSuspect = stall !== undefined && stall.eventId === waiting[0]?.eventId &&
    stall.times >= ALONE_AFTER;
  return isSuspect ? waiting.slice(0, 1) : nextBatch(waiting, maxBytes);
}

/**
 * The order in which events go on after a stall. One that the CSMS cannot take goes behind the others, with all that
 * follows of the same matter: a raise must not arrive after its clear.
 */
export function orderAfter(waiting: readonly WaitingEvent[], stall: Stall): readonly WaitingEvent[] {
  const [head] = waiting;
  if (head === undefined || head.eventId !== stall.eventId || stall.times < BEHIND_AFTER) return waiting;
  const isOfHead = ({ identity }: WaitingEvent) => identity === head.identity;
  return [...waiting.filter((event) => !isOfHead(event)), ...waiting.filter(isOfHead)];
}
