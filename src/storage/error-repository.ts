import type { ErrorStore, RaisedError } from "../station/availability/error-store.ts";
import type { NewEvent } from "../station/events/waiting-events.ts";
import type { Database } from "./database.ts";
import { isDiskRefusal } from "./disk-refusal.ts";
import type { EventRepository } from "./event-repository.ts";

/** Errors of the equipment that are raised. */
export class ErrorRepository implements ErrorStore {
  readonly #db: Database;
  readonly #events: Pick<EventRepository, "append" | "numberUnstored">;

  constructor(db: Database, events: Pick<EventRepository, "append" | "numberUnstored">) {
    this.#db = db;
    this.#events = events;
  }

  load(): readonly RaisedError[] {
    const rows = this.#db.statement("SELECT state FROM raised_error ORDER BY position").all();
    return rows.map((row) => JSON.parse(String(row["state"])) as RaisedError);
  }

  raised(error: RaisedError, event?: NewEvent): Promise<number | undefined> {
    return this.#change(event, () => {
      this.#db.statement(
        "INSERT INTO raised_error (identity, state) VALUES (?1, ?2) ON CONFLICT (identity) DO UPDATE SET state = ?2",
      ).run(error.identity, JSON.stringify(error));
    });
  }

  cleared(identity: string, event?: NewEvent): Promise<number | undefined> {
    return this.#change(event, () => {
      this.#db.statement("DELETE FROM raised_error WHERE identity = ?").run(identity);
    });
  }

  /** What the disk refuses is reported all the same: the station does not fall silent about its errors. */
  async #change(event: NewEvent | undefined, change: () => void): Promise<number | undefined> {
    try {
      return await this.#db.write(() => {
        change();
        return event && this.#events.append(event);
      });
    } catch (error) {
      if (!isDiskRefusal(error)) throw error;
      return event && this.#events.numberUnstored();
    }
  }
}
