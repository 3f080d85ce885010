import { dateTimeMs } from "../../kernel/date-time.ts";
import type { MessageInfoType } from "../../ocpp/messages.ts";
import type { MessageQuery } from "../ports/display-port.ts";
import type { MessageContext } from "./message-check.ts";

/** True when a message must not be shown any more. */
export function isExpired(
  { endDateTime, transactionId }: MessageInfoType,
  { nowMs, isOngoing }: MessageContext,
): boolean {
  if (endDateTime !== undefined && dateTimeMs(endDateTime) <= nowMs) return true;
  return transactionId !== undefined && !isOngoing(transactionId);
}

/** Whether a message matches the query. */
export function matches(message: MessageInfoType, { id, priority, state }: MessageQuery): boolean {
  if (id !== undefined && !id.includes(message.id)) return false;
  if (priority !== undefined && message.priority !== priority) return false;
  return state === undefined || message.state === state;
}

/** Messages that `message` replaces, besides the one with its id. */
export function displacedBy(
  message: MessageInfoType,
  kept: readonly MessageInfoType[],
): readonly MessageInfoType[] {
  // Only one message can be always in front.
  if (message.priority !== "AlwaysFront") return [];
  return kept.filter(({ id, priority }) => priority === "AlwaysFront" && id !== message.id);
}

/**
 * The messages of the station, and those that only the display has, such as from before this program was
 * installed.
 */
export function merged(
  kept: readonly MessageInfoType[],
  displayed: readonly MessageInfoType[],
): readonly MessageInfoType[] {
  const ids = new Set(kept.map(({ id }) => id));
  return [...kept, ...displayed.filter(({ id }) => !ids.has(id))];
}

/** When the next message expires, in Unix milliseconds. */
export function nextEndMs(messages: readonly MessageInfoType[]): number | undefined {
  const ends = messages.flatMap(({ endDateTime }) =>
    endDateTime === undefined ? [] : [dateTimeMs(endDateTime)]
  )
    .filter((endMs) => !Number.isNaN(endMs));
  return ends.length === 0 ? undefined : Math.min(...ends);
}
