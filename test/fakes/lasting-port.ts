/** Below those that the system gives to whoever asks for any: a port that is shut for a while is not given away. */
const FIRST = 20_000;
const COUNT = 12_000;
const ATTEMPTS = 100;

/** What `listen` returns at the first free port that it is tried with. */
export function atLastingPort<Listening>(listen: (port: number) => Listening): Listening {
  for (let attempt = 1;; attempt++) {
    try {
      return listen(FIRST + Math.floor(Math.random() * COUNT));
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** A port for a program that opens it itself. */
export function lastingPort(): number {
  using listener = atLastingPort((port) => Deno.listen({ hostname: "127.0.0.1", port }));
  return listener.addr.port;
}
