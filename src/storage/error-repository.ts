import type { ErrorStore, RaisedError } from "../station/availability/error-store.ts";
import type { HeldEvent, NewEvent } from "../station/availability/held-events.ts";
import type { CounterRepository } from "./counter-repository.ts";
import type { Database } from "./database.ts";

/** Everything that numbers events takes its numbers from here, so that no two events have the same. */
export const EVENT_IDS = "notify-event";

/** Errors of the equipment, and what the CSMS has not confirmed of them. */
export class ErrorRepository implements ErrorStore {
  readonly #db: Database;
  readonly #counters: CounterRepository;

  constructor(db: Database, counters: CounterRepository) {
    this.#db = db;
    this.#counters = counters;
  }

  load(): { readonly raised: readonly RaisedError[]; readonly held: readonly HeldEvent[] } {
    const raised = this.#db.statement("SELECT state FROM raised_error ORDER BY position").all();
    const held = this.#db.statement("SELECT event_id, event FROM held_event ORDER BY event_id").all();
    return {
      raised: raised.map((row) => JSON.parse(String(row["state"])) as RaisedError),
      held: held.map((row) => ({
        ...JSON.parse(String(row["event"])) as NewEvent,
        eventId: Number(row["event_id"]),
      })),
    };
  }

  raised(error: RaisedError, event?: NewEvent): Promise<number | undefined> {
    return this.#db.write(() => {
      this.#db.statement(
        "INSERT INTO raised_error (identity, state) VALUES (?1, ?2) ON CONFLICT (identity) DO UPDATE SET state = ?2",
      ).run(error.identity, JSON.stringify(error));
      return this.#hold(event);
    });
  }

  cleared(identity: string, event?: NewEvent): Promise<number | undefined> {
    return this.#db.write(() => {
      this.#db.statement("DELETE FROM raised_error WHERE identity = ?").run(identity);
      return this.#hold(event);
    });
  }

  forget(eventIds: readonly number[]): Promise<void> {
    return this.#db.write(() => {
      const remove = this.#db.statement("DELETE FROM held_event WHERE event_id = ?");
      for (const eventId of eventIds) remove.run(eventId);
    });
  }

  #hold(event: NewEvent | undefined): number | undefined {
    if (event === undefined) return undefined;
    const eventId = this.#counters.take(EVENT_IDS);
    this.#db.statement("INSERT INTO held_event (event_id, event) VALUES (?, ?)")
      .run(eventId, JSON.stringify(event));
    return eventId;
  }
}
