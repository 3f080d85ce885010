/** A way to a broker whose answers arrive `delayMs` later; what the module says passes at once. */
export class SlowBroker implements Disposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.Conn>();

  constructor(private readonly brokerPort: number, private readonly delayMs: number) {
    void this.#accept();
  }

  get port(): number {
    return (this.#listener.addr as Deno.NetAddr).port;
  }

  [Symbol.dispose](): void {
    this.#listener.close();
    for (const conn of this.#open) closeQuietly(conn);
  }

  async #accept(): Promise<void> {
    for await (const module of this.#listener) {
      const broker = await Deno.connect({ hostname: "127.0.0.1", port: this.brokerPort });
      this.#open.add(module).add(broker);
      void pass(module, (chunk) => writeAll(broker, chunk)).then(() => closeQuietly(broker));
      let before: Promise<void> = Promise.resolve();
      void pass(broker, (chunk) => {
        const due = new Promise((resolve) => setTimeout(resolve, this.delayMs));
        before = Promise.all([before, due]).then(() => writeAll(module, chunk)).catch(() => {});
        return Promise.resolve();
      }).then(() => closeQuietly(module));
    }
  }
}

async function pass(source: Deno.Conn, take: (chunk: Uint8Array) => Promise<void>): Promise<void> {
  try {
    for (;;) {
      const chunk = new Uint8Array(16_384);
      const count = await source.read(chunk);
      if (count === null) return;
      await take(chunk.subarray(0, count));
    }
  } catch {
    // The other side has closed: the connection is over.
  }
}

async function writeAll(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await conn.write(bytes.subarray(sent));
}

function closeQuietly(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // Closed already.
  }
}
