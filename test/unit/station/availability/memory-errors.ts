import type { ErrorStore, RaisedError } from "../../../../src/station/availability/error-store.ts";
import type { HeldEvent, NewEvent } from "../../../../src/station/availability/held-events.ts";

/** The store of errors without a disk: what one block leaves behind, the next finds. Numbers start at 40. */
export class MemoryErrors implements ErrorStore {
  readonly #raised = new Map<string, RaisedError>();
  #held: readonly HeldEvent[] = [];
  #nextId = 40;

  load() {
    return { raised: [...this.#raised.values()], held: this.#held };
  }

  raised(error: RaisedError, event?: NewEvent): Promise<number | undefined> {
    this.#raised.set(error.identity, error);
    return this.#hold(event);
  }

  cleared(identity: string, event?: NewEvent): Promise<number | undefined> {
    this.#raised.delete(identity);
    return this.#hold(event);
  }

  forget(eventIds: readonly number[]): Promise<void> {
    this.#held = this.#held.filter(({ eventId }) => !eventIds.includes(eventId));
    return Promise.resolve();
  }

  #hold(event: NewEvent | undefined): Promise<number | undefined> {
    if (event === undefined) return Promise.resolve(undefined);
    const eventId = this.#nextId++;
    this.#held = [...this.#held, { ...event, eventId }];
    return Promise.resolve(eventId);
  }
}
