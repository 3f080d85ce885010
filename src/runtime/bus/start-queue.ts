import { MAX_EVENTS_BEFORE_START } from "../../kernel/limits.ts";
import type { Logger } from "../../kernel/logger.ts";

/**
 * Holds what arrives from the bus until the station runs, then hands it over in the order of arrival. EVerest's modules
 * publish from their own ready on, which is before the layout is known. This is the one place that knows the station
 * later than it is made: the bus must be subscribed before the station can be built.
 */
export class StartQueue<Station> {
  /** Oldest first. */
  #waiting: Map<symbol, () => void> | undefined = new Map();
  #dropped = 0;
  #station: Station | undefined;

  constructor(private readonly log: Logger) {}

  /** Undefined until the station runs, for commands that are answered without it. */
  get station(): Station | undefined {
    return this.#station;
  }

  /** The station, in a task of this queue. Throws before the station runs: that is a bug. */
  get running(): Station {
    if (this.#station === undefined) throw new Error("used before the station runs");
    return this.#station;
  }

  /** Runs `task` now, or when the station runs. */
  run(task: () => void): void {
    this.runLatest(Symbol("every"), task);
  }

  /** As `run`, but of the tasks that wait under one name only the latest is run, at its own place. */
  runLatest(name: symbol, task: () => void): void {
    if (this.#waiting === undefined) return task();
    this.#waiting.delete(name);
    if (this.#waiting.size < MAX_EVENTS_BEFORE_START) {
      this.#waiting.set(name, task);
      return;
    }
    this.#dropped++;
    if (this.#dropped === 1) {
      this.log.error("too many events before the station runs, later ones are lost", {
        limit: MAX_EVENTS_BEFORE_START,
      });
    }
  }

  /** Runs everything that waits, oldest first; from now on tasks run at once. */
  open(station: Station): void {
    this.#station = station;
    // Tasks may cause further ones: they queue up behind, so that nothing overtakes.
    for (const [name, task] of this.#waiting ?? []) {
      this.#waiting?.delete(name);
      this.#hand(task);
    }
    this.#waiting = undefined;
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
