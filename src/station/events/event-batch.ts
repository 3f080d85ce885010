import type { WaitingEvent } from "./waiting-events.ts";

/** Largest number of events in one NotifyEvent. */
export const MAX_BATCH_EVENTS = 50;
/** Room for the eventId and a comma. */
const BYTES_AROUND_EVENT = 24;

const encoder = new TextEncoder();

/**
 * The first events that go into one message of `maxBytes`, at least one unless none waits. An error of the
 * equipment is sent alone: if the CSMS refuses the message, no more than one of these is lost.
 */
export function nextBatch(waiting: readonly WaitingEvent[], maxBytes: number): readonly WaitingEvent[] {
  let bytes = 0;
  let count = 0;
  for (const { data } of waiting.slice(0, MAX_BATCH_EVENTS)) {
    bytes += encoder.encode(JSON.stringify(data)).length + BYTES_AROUND_EVENT;
    const isError = data.eventNotificationType === "HardWiredNotification";
    if (count > 0 && (isError || bytes > maxBytes)) break;
    count++;
    if (isError) break;
  }
  return waiting.slice(0, count);
}
