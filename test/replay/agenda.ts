interface Entry {
  readonly atMs: number;
  readonly order: number;
  readonly act: () => void | Promise<void>;
}

/** What is still to happen, in order of wall-clock time and then of entry. */
export class Agenda {
  readonly #entries: Entry[] = [];
  #added = 0;

  add(atMs: number, act: () => void | Promise<void>): void {
    const entry = { atMs, order: this.#added++, act };
    const index = this.#entries.findLastIndex((other) => other.atMs <= atMs);
    this.#entries.splice(index + 1, 0, entry);
  }

  /** When the next entry is due; undefined when nothing is left. */
  get nextMs(): number | undefined {
    return this.#entries[0]?.atMs;
  }

  async actNext(): Promise<void> {
    await this.#entries.shift()?.act();
  }
}
