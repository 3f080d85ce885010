import { Aedes } from "aedes";
import { Duplex } from "node:stream";

export interface EmbeddedBroker {
  /** TCP port on 127.0.0.1. */
  readonly port: number;
  readonly unixPath?: string;
  /** Drops every client at once, as a killed broker would. A second call does nothing more. */
  close(): Promise<void>;
}

type Listener = Deno.TcpListener | Deno.UnixListener;
type Connection = Deno.TcpConn | Deno.UnixConn;

/**
 * A complete MQTT broker (aedes) inside this process: qualities of service 0, 1 and 2, retained messages, wildcards. It
 * waits for silent clients as long as they like.
 * It listens on a free TCP port of 127.0.0.1 and, when `unixPath` is given, on that socket too.
 *
 * The sockets are the runtime's own: those of `node:net` close an accepted unix socket twice in Deno 2.9.5, and the
 * second time hits whatever has got the number meanwhile.
 */
export async function startBroker(options: { unixPath?: string } = {}): Promise<EmbeddedBroker> {
  const broker = await Aedes.createBroker({
    // The clients ping by the injected clock, the broker would miss them by the real one.
    preConnect(_client, packet, done) {
      packet.keepalive = 0;
      done(null, true);
    },
  });
  const streams = new Set<Duplex>();
  const tcp = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const listeners: Listener[] = [tcp];
  if (options.unixPath !== undefined) {
    listeners.push(Deno.listen({ transport: "unix", path: options.unixPath }));
  }
  const serving = listeners.map((listener) =>
    serve(listener, (connection) => {
      const stream = streamOf(connection);
      streams.add(stream);
      stream.once("close", () => streams.delete(stream));
      broker.handle(stream);
    })
  );
  return {
    port: tcp.addr.port,
    ...(options.unixPath === undefined ? {} : { unixPath: options.unixPath }),
    close: async () => {
      for (const listener of listeners.splice(0)) listener.close();
      await Promise.all(serving);
      for (const stream of streams) stream.destroy();
      await new Promise<void>((resolve) => broker.close(() => resolve()));
    },
  };
}

async function serve(listener: Listener, onConnection: (connection: Connection) => void): Promise<void> {
  try {
    for await (const connection of listener as AsyncIterable<Connection>) onConnection(connection);
  } catch (error) {
    // Closing the listener ends the loop this way on a unix socket.
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

/** The connection as the stream that aedes wants. */
function streamOf(connection: Connection): Duplex {
  if ("setNoDelay" in connection) connection.setNoDelay(true);
  const buffer = new Uint8Array(64 * 1024);
  const stream = new Duplex({
    read() {
      connection.read(buffer).then(
        (length) => stream.push(length === null ? null : buffer.slice(0, length)),
        () => stream.destroy(),
      );
    },
    write(chunk: Uint8Array, _encoding, done) {
      writeAll(connection, chunk).then(() => done(), () => stream.destroy());
    },
    destroy(error, done) {
      try {
        connection.close();
      } catch {
        // The peer was faster.
      }
      done(error);
    },
  });
  return stream;
}

async function writeAll(connection: Connection, bytes: Uint8Array): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await connection.write(rest));
}
