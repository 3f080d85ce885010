/** Messages between the reader of a socket and its one consumer. */
export class MessageQueue {
  readonly #messages: string[] = [];
  #ended = false;
  #wakeConsumer: (() => void) | undefined;
  #wakeReader: (() => void) | undefined;

  put(message: string): void {
    this.#messages.push(message);
    this.#wakeConsumer?.();
  }

  /** Earlier messages are still delivered. */
  end(): void {
    this.#ended = true;
    this.#wakeConsumer?.();
    this.#wakeReader?.();
  }

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  /** Resolves when the queue is empty, or at the end. */
  taken(): Promise<void> {
    if (this.isEmpty || this.#ended) return Promise.resolve();
    return new Promise((resolve) => this.#wakeReader = resolve);
  }

  /** For one consumer at a time. */
  async *consume(): AsyncGenerator<string, void, void> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) {
        if (this.isEmpty) this.#wakeReader?.();
        yield message;
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((resolve) => this.#wakeConsumer = resolve);
      }
    }
  }
}
