import type { EventStore } from "../../../../src/station/events/event-store.ts";
import type { NewEvent, WaitingEvent } from "../../../../src/station/events/waiting-events.ts";

/** The store of events without a disk: what one reporter leaves behind, the next finds. Numbers start at 40. */
export class MemoryEvents implements EventStore {
  #waiting: readonly WaitingEvent[] = [];
  #nextId = 40;

  load(): readonly WaitingEvent[] {
    return this.#waiting;
  }

  append(event: NewEvent): number {
    const eventId = this.#nextId++;
    this.#waiting = [...this.#waiting, { ...event, eventId }];
    return eventId;
  }

  forget(eventIds: readonly number[]): Promise<void> {
    this.#waiting = this.#waiting.filter(({ eventId }) => !eventIds.includes(eventId));
    return Promise.resolve();
  }
}
