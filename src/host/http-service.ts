/** Only programs on this machine reach it; `ssh -L` brings it elsewhere. */
const LOOPBACK = "127.0.0.1";

/** A web server on loopback; port 0: any that is free. Rejects when the port is not free. */
export async function serveHttp(
  port: number,
  answer: (request: Request) => Promise<Response>,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const ending = new AbortController();
  const server = await Promise.resolve(Deno.serve({
    hostname: LOOPBACK,
    port,
    signal: ending.signal,
    onListen() {},
  }, answer));
  return {
    port: server.addr.port,
    async stop() {
      ending.abort();
      await server.finished;
    },
  };
}
