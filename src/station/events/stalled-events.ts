import { nextBatch } from "./event-batch.ts";
import type { WaitingEvent } from "./waiting-events.ts";

/** The first event of messages without an answer, and how many of them there were in a row. */
export interface Stall {
  readonly eventId: number;
  readonly times: number;
}

/**
 * After so many unanswered messages the first event is sent alone: another one of the message may be the
 * cause.
 */
export const ALONE_AFTER = 2;
/** After so many it is sent after the others. */
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
 * The order of the events after a stall. One that the CSMS does not answer is moved behind the others, with
 * all later ones of the same identity: a clear must not arrive before its raise.
 */
export function orderAfter(waiting: readonly WaitingEvent[], stall: Stall): readonly WaitingEvent[] {
  const [head] = waiting;
  if (head === undefined || head.eventId !== stall.eventId || stall.times < BEHIND_AFTER) return waiting;
  const isOfHead = ({ identity }: WaitingEvent) => identity === head.identity;
  return [...waiting.filter((event) => !isOfHead(event)), ...waiting.filter(isOfHead)];
}
