import { MAX_EVENTS_BEFORE_START } from "../../kernel/limits.ts";
import type { Logger } from "../../kernel/logger.ts";

/**
 * Holds what arrives from the bus until the station runs, then hands it over in the order of arrival. EVerest's
 * modules publish from their own ready on, which is before we know the layout.
 */
export class StartQueue {
  /** Oldest first. */
  #held: Map<symbol, () => void> | undefined = new Map();
  #dropped = 0;

  constructor(private readonly log: Logger) {}

  /** Runs `task` now, or when the station runs. */
  run(task: () => void): void {
    this.runLatest(Symbol("every"), task);
  }

  /** As `run`, but of what is held under one name only the latest is run, at its own place. */
  runLatest(name: symbol, task: () => void): void {
    if (this.#held === undefined) return task();
    this.#held.delete(name);
    if (this.#held.size < MAX_EVENTS_BEFORE_START) {
      this.#held.set(name, task);
      return;
    }
    this.#dropped++;
    if (this.#dropped === 1) {
      this.log.error("too many events before the station runs, later ones are lost", {
        limit: MAX_EVENTS_BEFORE_START,
      });
    }
  }

  /** Everything held so far, oldest first; from now on tasks run at once. */
  open(): void {
    // Tasks may cause further ones: they queue up behind, so that nothing overtakes.
    for (const [name, task] of this.#held ?? []) {
      this.#held?.delete(name);
      this.#hand(task);
    }
    this.#held = undefined;
    if (this.#dropped > 0) {
      this.log.error("events were lost before the station ran", { count: this.#dropped });
    }
  }

  /** A bug that one event uncovers must not cost the others, nor the start: then none would ever be handled. */
  #hand(task: () => void): void {
    try {
      task();
    } catch (error) {
      this.log.error("an event from before the station ran could not be handled", { error });
    }
  }
}
