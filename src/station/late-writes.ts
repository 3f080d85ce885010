import type { Clock, Timer } from "../kernel/clock.ts";

/** How often a disk that has refused what is true already is tried again. */
export const LATE_WRITE_MS = 10_000;

export interface LateWritesDeps {
  readonly clock: Clock;
  /** Name in the clock's registry. */
  readonly timer: string;
  /** The disk has refused a write about something; it is tried again. */
  refused(about: string, error: unknown): void;
}

/**
 * Writes what has happened whether the disk takes it or not, such as the end of a reservation: it is written later then,
 * or the next start would take what the disk still says for true.
 */
export class LateWrites {
  readonly #deps: LateWritesDeps;
  /** What the disk has refused, the newest write about each thing. */
  readonly #refused = new Map<string, () => Promise<void>>();
  /** What the disk has not answered yet, the newest write about each thing. */
  readonly #pending = new Map<string, () => Promise<void>>();
  #retry: Timer | undefined;
  #isStopped = false;

  constructor(deps: LateWritesDeps) {
    this.#deps = deps;
  }

  /** Resolves when it is on disk, or put off. Replaces an earlier write about the same thing. */
  async write(about: string, write: () => Promise<void>): Promise<void> {
    this.#refused.delete(about);
    this.#pending.set(about, write);
    try {
      await write();
    } catch (error) {
      // A newer write about the same thing has been made: this one must not replace it later.
      if (this.#pending.get(about) !== write) return;
      this.#deps.refused(about, error);
      this.#refused.set(about, write);
      this.#tryLater();
    } finally {
      if (this.#pending.get(about) === write) this.#pending.delete(about);
    }
  }

  /** What the disk says about this is true again, or another write made it so: a refusal from now on is no news. */
  settled(about: string): void {
    this.#refused.delete(about);
    this.#pending.delete(about);
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
    const { clock, timer } = this.#deps;
    this.#retry ??= clock.setTimer(timer, LATE_WRITE_MS, () => {
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
