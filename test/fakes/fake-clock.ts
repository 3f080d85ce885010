import type { Clock, Timer } from "../../src/kernel/clock.ts";

interface PendingTimer extends Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly fire: () => void;
}

/** A clock that stands still until a test moves it. Timers fire in order of due time, then of creation. */
export class FakeClock implements Clock {
  #wallOffsetMs: number;
  #monotonicMs = 0;
  #created = 0;
  readonly #timers = new Set<PendingTimer>();
  readonly #watchers = new Set<() => void>();

  constructor(startWallMs = Date.parse("2026-01-15T10:00:00.000Z")) {
    this.#wallOffsetMs = startWallMs;
  }

  wallMs(): number {
    return Math.floor(this.#wallOffsetMs + this.#monotonicMs);
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  setTimer(name: string, delayMs: number, fire: () => void): Timer {
    const timer: PendingTimer = {
      name,
      dueMs: this.#monotonicMs + Math.max(0, delayMs),
      order: this.#created++,
      fire,
      cancel: () => void this.#timers.delete(timer),
    };
    this.#timers.add(timer);
    for (const watcher of [...this.#watchers]) watcher();
    return timer;
  }

  /** Names of the timers that are set, soonest first. */
  pending(): string[] {
    return this.#sorted().map((timer) => timer.name);
  }

  /** How long until the named timer fires; undefined when it is not set. */
  remainingMs(name: string): number | undefined {
    const timer = this.#sorted().find((candidate) => candidate.name === name);
    return timer && timer.dueMs - this.#monotonicMs;
  }

  /** When the next timer fires, on the monotonic clock; undefined when none is set. */
  nextDueMs(): number | undefined {
    return this.#sorted()[0]?.dueMs;
  }

  /** Moves time on, firing what falls due on the way. Timers set by fired timers count too. */
  advance(ms: number): void {
    const targetMs = this.#monotonicMs + ms;
    for (;;) {
      const next = this.#sorted()[0];
      if (!next || next.dueMs > targetMs) break;
      this.#timers.delete(next);
      this.#monotonicMs = Math.max(this.#monotonicMs, next.dueMs);
      next.fire();
    }
    this.#monotonicMs = targetMs;
  }

  /** Resolves as soon as a timer of this name is set (at once when it already is). */
  timerSet(name: string): Promise<void> {
    const isSet = () => [...this.#timers].some((timer) => timer.name === name);
    if (isSet()) return Promise.resolve();
    return new Promise((resolve) => {
      const watcher = () => {
        if (!isSet()) return;
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
    });
  }

  /** Waits until the named timer is set, then advances exactly until it has fired. */
  async fire(name: string): Promise<void> {
    await this.timerSet(name);
    this.advance(this.remainingMs(name) ?? 0);
  }

  /** A jump of the wall clock, as after a time sync; monotonic time is untouched. */
  setWall(wallMs: number): void {
    this.#wallOffsetMs = wallMs - this.#monotonicMs;
  }

  #sorted(): PendingTimer[] {
    return [...this.#timers].sort((a, b) => a.dueMs - b.dueMs || a.order - b.order);
  }
}
