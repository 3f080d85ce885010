import type { Clock, Timer } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";

export const LATE_WRITE_TIMER = "reservation.late-write";
/** How often a disk that has refused what is true already is tried again. */
export const LATE_WRITE_MS = 10_000;

/**
 * Writes what has happened whether the disk takes it or not, such as the end of a reservation: it is written later then,
 * or the next start would take what the disk still says for true.
 */
export class LateWrites {
  readonly #clock: Clock;
  readonly #log: Logger;
  /** What the disk has refused, the newest write about each thing. */
  readonly #refused = new Map<string, () => Promise<void>>();
  #retry: Timer | undefined;
  #isStopped = false;

  constructor(clock: Clock, log: Logger) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Resolves when it is on disk, or put off. Replaces an earlier write about the same thing. */
  async write(about: string, write: () => Promise<void>): Promise<void> {
    this.#refused.delete(about);
    try {
      await write();
    } catch (error) {
      this.#log.error("a change of the reservations could not be stored, it is tried again", {
        about,
        error,
      });
      this.#refused.set(about, write);
      this.#tryLater();
    }
  }

  /** What the disk says about this is true again, or was replaced by a newer write. */
  settled(about: string): void {
    this.#refused.delete(about);
  }

  /** The process ends: the disk gets a last chance. */
  stop(): void {
    this.#isStopped = true;
    this.#retry?.cancel();
    // All in this turn, for the database closes soon.
    for (const write of this.#refused.values()) write().catch(() => {});
  }

  /** A further refusal does not put off what waits already. */
  #tryLater(): void {
    if (this.#isStopped) return;
    this.#retry ??= this.#clock.setTimer(LATE_WRITE_TIMER, LATE_WRITE_MS, () => {
      this.#retry = undefined;
      void this.#writeAgain();
    });
  }

  async #writeAgain(): Promise<void> {
    for (const [about, write] of this.#refused) {
      try {
        await write();
      } catch {
        // The log says so already.
        return this.#tryLater();
      }
      if (this.#refused.get(about) === write) this.#refused.delete(about);
    }
  }
}
