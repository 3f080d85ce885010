import type { ErrorStore, RaisedError } from "../../../../src/station/availability/error-store.ts";
import type { NewEvent } from "../../../../src/station/events/waiting-events.ts";
import { MemoryEvents } from "../events/memory-events.ts";

/** The store of errors without a disk: what one block leaves behind, the next finds. */
export class MemoryErrors implements ErrorStore {
  readonly events = new MemoryEvents();
  readonly #raised = new Map<string, RaisedError>();

  load() {
    return [...this.#raised.values()];
  }

  raised(error: RaisedError, event?: NewEvent): Promise<number | undefined> {
    this.#raised.set(error.identity, error);
    return Promise.resolve(event && this.events.append(event));
  }

  cleared(identity: string, event?: NewEvent): Promise<number | undefined> {
    this.#raised.delete(identity);
    return Promise.resolve(event && this.events.append(event));
  }
}
