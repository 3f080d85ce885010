import type { WaitingEvent } from "./waiting-events.ts";

/** Events that the CSMS has not confirmed, persistent over restarts. Implemented by `storage/event-repository`. */
export interface EventStore {
  /** By ascending eventId. */
  load(): readonly WaitingEvent[];
  /** Removes events that are delivered or not to be delivered. */
  forget(eventIds: readonly number[]): Promise<void>;
}
