import type { WaitingEvent } from "./waiting-events.ts";

/** Events that the CSMS has not confirmed, over restarts. Implemented by `storage/event-repository`. */
export interface EventStore {
  /** Events in the order of their numbers. */
  load(): readonly WaitingEvent[];
  /** Removes events that are delivered, or that need not be. */
  forget(eventIds: readonly number[]): Promise<void>;
}
