import type { Transport } from "../../../src/everest/mqtt/transport.ts";

/** A transport whose other end is the test: what the client writes is recorded, what it reads is fed by hand. */
export class PipeTransport implements Transport {
  /** One entry per write. */
  readonly writes: Uint8Array[] = [];
  closed = false;
  #unread: Uint8Array[] = [];
  #reader: ((bytes: Uint8Array | undefined) => void) | undefined;
  #ended = false;
  readonly #drainWaiters: (() => void)[] = [];
  #writeGate: Promise<void> = Promise.resolve();
  #openGate: () => void = () => {};

  read(): Promise<Uint8Array | undefined> {
    const next = this.#unread.shift();
    if (next) return Promise.resolve(next);
    for (const resolve of this.#drainWaiters.splice(0)) resolve();
    if (this.#ended) return Promise.resolve(undefined);
    return new Promise((resolve) => this.#reader = resolve);
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.writes.push(bytes);
    await this.#writeGate;
  }

  close(): void {
    this.closed = true;
    this.end();
  }

  /** Bytes from the broker. */
  feed(bytes: Uint8Array): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader) reader(bytes);
    else this.#unread.push(bytes);
  }

  /** Resolves when the client has read everything and waits for more. */
  drained(): Promise<void> {
    if (this.#unread.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#drainWaiters.push(resolve));
  }

  /** The broker closes its end. */
  end(): void {
    this.#ended = true;
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.(undefined);
  }

  /** Writes hang until `resumeWrites`, as with a broker that does not read. */
  stallWrites(): void {
    this.#writeGate = new Promise((resolve) => this.#openGate = resolve);
  }

  resumeWrites(): void {
    this.#openGate();
    this.#writeGate = Promise.resolve();
  }
}
