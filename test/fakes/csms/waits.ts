interface Wait {
  /** Settles the wait when what it waits for has happened or cannot happen any more. */
  look(): void;
  reject(error: Error): void;
}

/**
 * Promises that resolve when something has become true. Whoever changes the state calls `check`. A wait that takes
 * longer than the guard fails with a readable text, so that a test never just hangs.
 */
export class Waits {
  readonly #open = new Set<Wait>();

  constructor(private readonly guardMs: number, private readonly situation: () => string) {}

  /** Resolves with the first value of `poll` that is not undefined, rejects with what it throws. */
  until<T>(what: string, poll: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(guard);
        this.#open.delete(wait);
      };
      const wait: Wait = {
        look: () => {
          try {
            const value = poll();
            if (value === undefined) return;
            settle();
            resolve(value);
          } catch (error) {
            wait.reject(error as Error);
          }
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      const guard = setTimeout(() => {
        wait.reject(new Error(`waited ${this.guardMs} ms for ${what}\n${this.situation()}`));
      }, this.guardMs);
      this.#open.add(wait);
      wait.look();
    });
  }

  /** Lets every wait look again, oldest first. */
  check(): void {
    for (const wait of [...this.#open]) wait.look();
  }

  /** Fails everything still waiting. */
  fail(error: Error): void {
    for (const wait of [...this.#open]) wait.reject(error);
  }
}
