import type { EventDataType } from "../../ocpp/messages.ts";

export type UnnumberedEvent = Omit<EventDataType, "eventId">;

/** An event that the CSMS has not confirmed yet; it gets its `eventId` when it is first sent. */
export interface HeldEvent {
  /** The same for a raise and its clear. */
  readonly identity: string;
  readonly data: UnnumberedEvent;
  eventId?: number;
}

/** Without the errors that were raised and cleared again before the CSMS could hear of either. */
export function stillTrue(held: readonly HeldEvent[]): readonly HeldEvent[] {
  const kept: HeldEvent[] = [];
  for (const event of held) {
    const raise = event.data.cleared ? kept.findIndex((other) => isRaiseOf(other, event)) : -1;
    if (raise >= 0) kept.splice(raise, 1);
    else kept.push(event);
  }
  return kept;
}

/** At most `limit` events: first what is no longer true goes, then the oldest. */
export function bounded(held: readonly HeldEvent[], limit: number): readonly HeldEvent[] {
  return held.length <= limit ? held : stillTrue(held).slice(-limit);
}

function isRaiseOf(candidate: HeldEvent, clear: HeldEvent): boolean {
  return candidate.identity === clear.identity && candidate.data.cleared === false;
}
