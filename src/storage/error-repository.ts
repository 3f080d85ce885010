import type { ErrorStore, RaisedError } from "../station/availability/error-store.ts";
import type { NewEvent } from "../station/events/waiting-events.ts";
import type { Database } from "./database.ts";
import type { EventRepository } from "./event-repository.ts";

/** Errors of the equipment that are raised. */
export class ErrorRepository implements ErrorStore {
  readonly #db: Database;
  readonly #events: Pick<EventRepository, "append">;

  constructor(db: Database, events: Pick<EventRepository, "append">) {
    this.#db = db;
    this.#events = events;
  }

  load(): readonly RaisedError[] {
    const rows = this.#db.statement("SELECT state FROM raised_error ORDER BY position").all();
    return rows.map((row) => JSON.parse(String(row["state"])) as RaisedError);
  }

  raised(error: RaisedError, event?: NewEvent): Promise<number | undefined> {
    return this.#db.write(() => {
      this.#db.statement(
        "INSERT INTO raised_error (identity, state) VALUES (?1, ?2) ON CONFLICT (identity) DO UPDATE SET state = ?2",
      ).run(error.identity, JSON.stringify(error));
      return event && this.#events.append(event);
    });
  }

  cleared(identity: string, event?: NewEvent): Promise<number | undefined> {
    return this.#db.write(() => {
      this.#db.statement("DELETE FROM raised_error WHERE identity = ?").run(identity);
      return event && this.#events.append(event);
    });
  }
}
