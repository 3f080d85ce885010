import { Aedes } from "aedes";
import { createServer, type Server, type Socket } from "node:net";

export interface EmbeddedBroker {
  /** TCP port on 127.0.0.1. */
  readonly port: number;
  readonly unixPath?: string;
  /** Drops every client at once, as a killed broker would. */
  close(): Promise<void>;
}

/**
 * A complete MQTT broker (aedes) inside this process: qualities of service 0, 1 and 2, retained messages, wildcards.
 * It listens on a free TCP port of 127.0.0.1 and, when `unixPath` is given, on that socket too.
 */
export async function startBroker(options: { unixPath?: string } = {}): Promise<EmbeddedBroker> {
  const broker = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const listen = (at: { port: number; host: string } | { path: string }) =>
    new Promise<Server>((resolve, reject) => {
      const server = createServer((socket) => {
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
        if ("port" in at) socket.setNoDelay(true);
        broker.handle(socket);
      });
      server.once("error", reject);
      server.listen(at, () => resolve(server));
    });
  const tcp = await listen({ port: 0, host: "127.0.0.1" });
  const servers = [tcp];
  if (options.unixPath !== undefined) servers.push(await listen({ path: options.unixPath }));
  const address = tcp.address();
  if (address === null || typeof address === "string") throw new Error("the broker has no TCP port");
  return {
    port: address.port,
    ...(options.unixPath === undefined ? {} : { unixPath: options.unixPath }),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      await new Promise<void>((resolve) => broker.close(() => resolve()));
    },
  };
}
