import type { Transport } from "../../../src/csms/websocket/transport.ts";

/** A stream of bytes in memory: the test plays the peer, byte by byte and as slowly as it likes. */
export class FakeTransport implements Transport {
  /** What each write carried, in order. */
  readonly written: Uint8Array[] = [];
  isClosed = false;
  /** Reads that found nothing and wait. */
  waitingReads = 0;
  #incoming: (Uint8Array | null | Error)[] = [];
  #wakeReader: (() => void) | undefined;
  #writesStalled = false;
  #closingSettlesWrites = true;
  #resumeWrites: (() => void)[] = [];
  readonly #writeWatchers = new Set<() => void>();

  /** Bytes the peer sends; each call is one chunk. */
  feed(...chunks: readonly Uint8Array[]): void {
    this.#push(...chunks);
  }

  /** The peer ends the stream. */
  end(): void {
    this.#push(null);
  }

  /** The stream breaks. */
  fail(message: string): void {
    this.#push(new Error(message));
  }

  /** From now on writes hang, as with a peer that does not read. */
  stallWrites(): void {
    this.#writesStalled = true;
  }

  /** As `stallWrites`, and closing does not end them: TLS waits for its peer. */
  neverSettleWrites(): void {
    this.#writesStalled = true;
    this.#closingSettlesWrites = false;
  }

  resumeWrites(): void {
    this.#writesStalled = false;
    for (const resume of this.#resumeWrites.splice(0)) resume();
  }

  /** Resolves when at least `count` writes have been made. */
  writes(count: number): Promise<void> {
    return new Promise((resolve) => {
      const watcher = () => {
        if (this.written.length < count) return;
        this.#writeWatchers.delete(watcher);
        resolve();
      };
      this.#writeWatchers.add(watcher);
      watcher();
    });
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    while (this.#incoming.length === 0) {
      this.#failWhenClosed();
      this.waitingReads += 1;
      await new Promise<void>((resolve) => this.#wakeReader = resolve);
      this.waitingReads -= 1;
    }
    this.#failWhenClosed();
    const next = this.#incoming.shift()!;
    if (next instanceof Error) throw next;
    if (next === null) return null;
    const part = next.subarray(0, buffer.length);
    buffer.set(part);
    if (part.length < next.length) this.#incoming.unshift(next.subarray(part.length));
    return part.length;
  }

  async write(bytes: Uint8Array): Promise<number> {
    this.#failWhenClosed();
    this.written.push(bytes.slice());
    for (const watcher of [...this.#writeWatchers]) watcher();
    if (this.#writesStalled) await new Promise<void>((resolve) => this.#resumeWrites.push(resolve));
    this.#failWhenClosed();
    return bytes.length;
  }

  close(): void {
    this.isClosed = true;
    this.#wakeReader?.();
    if (this.#closingSettlesWrites) this.resumeWrites();
  }

  #push(...items: readonly (Uint8Array | null | Error)[]): void {
    this.#incoming.push(...items);
    this.#wakeReader?.();
  }

  #failWhenClosed(): void {
    if (this.isClosed) throw new Error("the transport is closed");
  }
}
