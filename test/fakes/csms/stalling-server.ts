/** A TLS server that begins its answer to every ClientHello and then says nothing, for as long as it runs. */
export interface StallingServer {
  readonly port: number;
  /** Connections whose client has not gone away. */
  readonly held: number;
  /** Resolves when that many connections have got the beginning of an answer since the start. */
  answered(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** Record header of a ServerHello and the type of the message: what a probe looks at, and no more. */
const BEGINNING = Uint8Array.of(22, 3, 3, 0, 0x7a, 2);

export function startStallingServer(): StallingServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const serving: Promise<void>[] = [];
  let answers = 0;
  let heard = Promise.withResolvers<void>();
  const accepting = (async () => {
    for await (const conn of listener) serving.push(serve(conn));
  })();

  async function serve(conn: Deno.Conn): Promise<void> {
    open.add(conn);
    const buffer = new Uint8Array(16 * 1024);
    try {
      await conn.read(buffer);
      await conn.write(BEGINNING);
      answers += 1;
      heard.resolve();
      heard = Promise.withResolvers();
      while (await conn.read(buffer) !== null);
    } catch {
      // The client, or the end of the test, has closed the connection.
    } finally {
      if (open.delete(conn)) conn.close();
    }
  }

  return {
    port: (listener.addr as Deno.NetAddr).port,
    get held() {
      return open.size;
    },
    async answered(count) {
      while (answers < count) await heard.promise;
    },
    async stop() {
      listener.close();
      for (const conn of open) conn.close();
      open.clear();
      await accepting;
      await Promise.all(serving);
    },
  };
}
