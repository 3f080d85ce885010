import type { Clock, Timer } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { OutboxChange, UnstoredChanges } from "./unstored-changes.ts";

/** How often a disk that has refused a change is tried again. */
const STORE_RETRY_MS = 5_000;
export const STORE_RETRY_TIMER = "storage.retry";
/** A change that comes this long after a refusal does not wait for the retry: a killed process loses what memory has. */
export const STORE_AGAIN_MS = 1_000;

export interface RefusedChangesDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** What the disk has refused, oldest first. */
  readonly changes: UnstoredChanges;
  /** Commits these changes, all or none. Rejects when the disk refuses them. */
  store(changes: readonly OutboxChange[]): Promise<void>;
}

/** Brings to the disk what it has refused, in order, as soon as it takes it. */
export class RefusedChanges {
  readonly #deps: RefusedChangesDeps;
  #retry: Timer | undefined;
  /** The attempt that is under way. */
  #attempt: Promise<void> | undefined;
  #refusedMs = 0;
  #listener: (state: "refuses" | "takes") => void = () => {};

  constructor(deps: RefusedChangesDeps) {
    this.#deps = deps;
  }

  /** Hears when the disk begins to refuse changes, and when it takes them again. */
  onRefusal(listener: (state: "refuses" | "takes") => void): void {
    this.#listener = listener;
  }

  /** Memory keeps a change that the disk has refused. Throws when memory is full as well. */
  hold(change: OutboxChange, error: unknown): void {
    const isFirst = this.#deps.changes.size === 0;
    this.#add(change, error);
    if (!isFirst) return;
    this.#refusedMs = this.#deps.clock.monotonicMs();
    this.#deps.log.error("the disk refuses what the station must remember: memory holds it", { error });
    this.#listener("refuses");
  }

  /** A change that comes after refused ones goes to the disk after them. Resolves when it is there, or in memory. */
  async follow(change: OutboxChange): Promise<void> {
    this.#add(change, undefined);
    if (this.#deps.clock.monotonicMs() - this.#refusedMs >= STORE_AGAIN_MS) await this.#store();
  }

  /** Tries the disk for the last time. */
  async flush(): Promise<void> {
    const { changes, log } = this.#deps;
    await this.#attempt;
    if (changes.size > 0) await this.#store();
    this.#retry?.cancel();
    if (changes.size === 0) return;
    log.error("the disk did not take these messages before the end", { messages: changes.rows().length });
  }

  #add(change: OutboxChange, cause: unknown): void {
    if (this.#deps.changes.add(change) === "full") {
      throw new Error("database or disk is full, and so is what memory holds for it", { cause });
    }
    this.#retry ??= this.#retryLater();
  }

  #retryLater(): Timer {
    return this.#deps.clock.setTimer(STORE_RETRY_TIMER, STORE_RETRY_MS, () => {
      this.#retry = undefined;
      void this.#store();
    });
  }

  #store(): Promise<void> {
    this.#attempt ??= this.#storeAll().finally(() => this.#attempt = undefined);
    return this.#attempt;
  }

  async #storeAll(): Promise<void> {
    const { changes, log, clock } = this.#deps;
    let stored = 0;
    while (changes.size > 0) {
      const oldest = [...changes.all()];
      try {
        await this.#deps.store(oldest);
      } catch (error) {
        this.#refusedMs = clock.monotonicMs();
        log.debug("the disk still refuses", { changes: oldest.length, error });
        this.#retry ??= this.#retryLater();
        return;
      }
      changes.stored(oldest.length);
      stored += oldest.length;
    }
    this.#retry?.cancel();
    this.#retry = undefined;
    log.notice("the disk takes what the station must remember again", { changes: stored });
    this.#listener("takes");
  }
}
