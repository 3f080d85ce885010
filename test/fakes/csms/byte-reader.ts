/** Where bytes come from: a `Deno.Conn` fits. */
export interface ByteSource {
  read(buffer: Uint8Array): Promise<number | null>;
}

/** Reads exact amounts and delimited heads from a stream of bytes. `undefined` means the stream ended before. */
export class ByteReader {
  #buffered: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  readonly #chunk = new Uint8Array(16 * 1024);

  constructor(private readonly source: ByteSource) {}

  /** Exactly `length` bytes. */
  async exactly(length: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    while (this.#buffered.length < length) {
      if (!await this.#more()) return undefined;
    }
    return this.#take(length);
  }

  /** Everything up to and including the empty line that ends an HTTP head, as Latin-1 text. */
  async httpHead(): Promise<string | undefined> {
    for (;;) {
      const text = new TextDecoder("latin1").decode(this.#buffered);
      const end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        this.#take(end + 4);
        return text.slice(0, end);
      }
      if (!await this.#more()) return undefined;
    }
  }

  #take(length: number): Uint8Array<ArrayBuffer> {
    const taken = this.#buffered.slice(0, length);
    this.#buffered = this.#buffered.slice(length);
    return taken;
  }

  async #more(): Promise<boolean> {
    const count = await this.source.read(this.#chunk).catch(() => null);
    if (count === null) return false;
    const joined = new Uint8Array(this.#buffered.length + count);
    joined.set(this.#buffered);
    joined.set(this.#chunk.subarray(0, count), this.#buffered.length);
    this.#buffered = joined;
    return true;
  }
}
