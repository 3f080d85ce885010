/**
 * A port that stays the same while the server behind it changes, e.g. for one with another certificate. It passes
 * bytes on and knows nothing of what they mean.
 */
export class Relay implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.TcpConn>();
  readonly #serving = new Set<Promise<void>>();
  readonly #accepting: Promise<void>;
  #target: number | undefined;

  constructor() {
    this.#accepting = this.#accept();
  }

  get port(): number {
    return (this.#listener.addr as Deno.NetAddr).port;
  }

  /** Connections from now on go to this port of this machine; without one they are dropped. */
  leadTo(port: number | undefined): void {
    this.#target = port;
  }

  /** Drops every connection. */
  cut(): void {
    for (const conn of this.#open) close(conn);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.cut();
    await this.#accepting;
    await Promise.all(this.#serving);
  }

  async #accept(): Promise<void> {
    for await (const conn of this.#listener) {
      const serving = this.#serve(conn).finally(() => this.#serving.delete(serving));
      this.#serving.add(serving);
    }
  }

  async #serve(client: Deno.TcpConn): Promise<void> {
    this.#open.add(client);
    const server = this.#target === undefined
      ? undefined
      : await Deno.connect({ hostname: "127.0.0.1", port: this.#target }).catch(() => undefined);
    if (server) {
      this.#open.add(server);
      await Promise.race([pass(client, server), pass(server, client)]);
      close(server);
      this.#open.delete(server);
    }
    close(client);
    this.#open.delete(client);
  }
}

/** Resolves when nothing more comes from `source` or `sink` takes no more. */
async function pass(source: Deno.Conn, sink: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(16 * 1024);
  try {
    for (let count = await source.read(buffer); count !== null; count = await source.read(buffer)) {
      for (let sent = 0; sent < count;) sent += await sink.write(buffer.subarray(sent, count));
    }
  } catch {
    // Either side dropped its connection.
  }
}

function close(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // Closed before.
  }
}
