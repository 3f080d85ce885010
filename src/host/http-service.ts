/** Only programs on this machine reach it; `ssh -L` brings it elsewhere. */
const LOOPBACK = "127.0.0.1";
/** Until it listens again after clients have used up the file descriptors of the process. */
const RECOVERY_MS = 1000;

/** A web server on loopback; port 0: any that is free. Rejects when the port is not free. */
export async function serveHttp(
  port: number,
  answer: (request: Request) => Promise<Response>,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const ending = new AbortController();
  const { signal } = ending;
  const listen = (at: number) => Deno.serve({ hostname: LOOPBACK, port: at, signal, onListen() {} }, answer);
  const first = await Promise.resolve().then(() => listen(port));
  const served = serveOn(first, () => listen(first.addr.port), signal);
  return {
    port: first.addr.port,
    async stop() {
      ending.abort();
      await served;
    },
  };
}

/** Resolves at the end. A server that breaks down is followed by another one, a little later. */
async function serveOn(
  first: Deno.HttpServer,
  next: () => Deno.HttpServer,
  signal: AbortSignal,
): Promise<void> {
  let server: Deno.HttpServer | undefined = first;
  while (!signal.aborted) {
    try {
      server ??= next();
      await server.finished;
      return;
    } catch {
      // It could not accept: too many files are open, or its port is not free yet.
      server = undefined;
      await new Promise((resolve) => setTimeout(resolve, RECOVERY_MS));
    }
  }
}
