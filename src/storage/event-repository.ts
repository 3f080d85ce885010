import type { EventStore } from "../station/events/event-store.ts";
import type { NewEvent, WaitingEvent } from "../station/events/waiting-events.ts";
import type { CounterRepository } from "./counter-repository.ts";
import type { Database } from "./database.ts";

/** Every eventId comes from this series, so that no two events have the same. */
export const EVENT_IDS = "notify-event";

/** Events for the CSMS that it has not confirmed. */
export class EventRepository implements EventStore {
  readonly #db: Database;
  readonly #counters: CounterRepository;

  constructor(db: Database, counters: CounterRepository) {
    this.#db = db;
    this.#counters = counters;
  }

  load(): readonly WaitingEvent[] {
    const rows = this.#db.statement("SELECT event_id, event FROM held_event ORDER BY event_id").all();
    return rows.map((row) => ({
      ...JSON.parse(String(row["event"])) as NewEvent,
      eventId: Number(row["event_id"]),
    }));
  }

  forget(eventIds: readonly number[]): Promise<void> {
    return this.#db.write(() => {
      const remove = this.#db.statement("DELETE FROM held_event WHERE event_id = ?");
      for (const eventId of eventIds) remove.run(eventId);
    });
  }

  /** Numbers and stores an event; to be called within the write that changes what the event is about. */
  append(event: NewEvent): number {
    const eventId = this.#counters.take(EVENT_IDS);
    this.#db.statement("INSERT INTO held_event (event_id, event) VALUES (?, ?)")
      .run(eventId, JSON.stringify(event));
    return eventId;
  }

  /** The number of an event that the disk refuses: it is sent from memory. */
  numberUnstored(): number {
    return this.#counters.takeUnstored(EVENT_IDS);
  }
}
