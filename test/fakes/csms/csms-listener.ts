import { atLastingPort } from "../lasting-port.ts";
import { ByteReader } from "./byte-reader.ts";
import { StationConnection } from "./station-connection.ts";
import { acceptResponse, parseUpgradeRequest, refuseResponse, type UpgradeRequest } from "./upgrade.ts";

export interface ListenerOptions {
  readonly hostname: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** PEM texts; present for wss. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** The credentials every station must show; the username is the identity in the path unless given. */
  readonly basicAuth?: { readonly username?: string; readonly password: string };
  readonly subprotocols: readonly string[];
}

/** How the next HTTP upgrades are met. */
export type UpgradeMood =
  | { kind: "accept" }
  | { kind: "refuse"; status: number; headers?: Readonly<Record<string, string>> }
  /** The transport is accepted and the request read, and nothing is ever said. */
  | { kind: "stall" }
  /** These characters (Latin-1) instead of a response; then the transport is dropped. */
  | { kind: "raw"; response: string };

export interface ListenerEvents {
  /** Before the connection serves anything; `ready` must be called to get its texts. */
  opened(connect: (events: ConstructorParameters<typeof StationConnection>[3]) => StationConnection): void;
  /** An upgrade that was not accepted. */
  refused(request: UpgradeRequest, status: number): void;
}

/** Accepts transports and upgrades them to WebSockets. */
export class CsmsListener {
  mood: UpgradeMood = { kind: "accept" };
  /** What the next upgrades must show. */
  basicAuth: ListenerOptions["basicAuth"];
  /** Transports accepted so far, whether or not an upgrade followed. */
  accepted = 0;
  readonly port: number;
  /** What it shows from the next `resume` on, instead of the certificate in the options. */
  shown: { readonly cert: string; readonly key: string } | undefined;
  #listener: Deno.Listener | undefined;
  /** Until it ends, the port of a closed listener is not free. */
  #accepting: Promise<void> | undefined;
  readonly #transports = new Set<Deno.Conn>();
  readonly #serving = new Set<Promise<void>>();

  constructor(private readonly options: ListenerOptions, private readonly events: ListenerEvents) {
    this.basicAuth = options.basicAuth;
    const listener = options.port === 0
      ? atLastingPort((port) => this.#listen(port))
      : this.#listen(options.port);
    this.port = (listener.addr as Deno.NetAddr).port;
    this.#begin(listener);
  }

  get isAccepting(): boolean {
    return this.#listener !== undefined;
  }

  /** From now on the port refuses connections; open ones live on. */
  stopAccepting(): void {
    this.#listener?.close();
    this.#listener = undefined;
  }

  /** Accepts again: at once, or where `stopAccepting` was only just called, as soon as the port is free. */
  async resume(): Promise<void> {
    if (this.#accepting !== undefined) {
      if (this.#listener) return;
      await this.#accepting;
      // Somebody else may have waited, too.
      if (this.#listener) return;
    }
    this.#begin(this.#listen(this.port));
  }

  /** Closes the port and every transport; resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.stopAccepting();
    for (const conn of this.#transports) close(conn);
    while (this.#serving.size > 0) await Promise.all(this.#serving);
  }

  #begin(listener: Deno.Listener): void {
    this.#listener = listener;
    this.#accepting = this.#accept(listener).finally(() => this.#accepting = undefined);
    this.#track(this.#accepting);
  }

  #listen(port: number): Deno.Listener {
    const { hostname } = this.options;
    const tls = this.shown ?? this.options.tls;
    return tls ? Deno.listenTls({ hostname, port, ...tls }) : Deno.listen({ hostname, port });
  }

  async #accept(listener: Deno.Listener): Promise<void> {
    for await (const conn of listener) {
      this.accepted += 1;
      this.#transports.add(conn);
      this.#track(this.#upgrade(conn).finally(() => this.#transports.delete(conn)));
    }
  }

  async #upgrade(conn: Deno.Conn): Promise<void> {
    if ("setNoDelay" in conn) (conn as Deno.TcpConn).setNoDelay();
    const reader = new ByteReader(conn);
    const head = await reader.httpHead();
    if (head === undefined) return close(conn);
    const request = parseUpgradeRequest(head);
    const { mood } = this;
    if (mood.kind === "stall") {
      await reader.exactly(Number.MAX_SAFE_INTEGER);
      return close(conn);
    }
    if (mood.kind === "raw") return await say(conn, mood.response, "drop");
    const status = mood.kind === "refuse" ? mood.status : this.#isAuthorized(request) ? 101 : 401;
    if (status !== 101) {
      this.events.refused(request, status);
      const headers = mood.kind === "refuse" ? mood.headers : { "WWW-Authenticate": 'Basic realm="csms"' };
      return await say(conn, refuseResponse(status, headers), "drop");
    }
    const chosen = request.subprotocols.find((name) => this.options.subprotocols.includes(name));
    await say(conn, await acceptResponse(request, chosen), "keep");
    await new Promise<void>((resolve) => {
      this.events.opened((events) => {
        const connection = new StationConnection(request, conn, reader, events);
        connection.closed.then(() => resolve());
        return connection;
      });
    });
  }

  #isAuthorized(request: UpgradeRequest): boolean {
    const { basicAuth } = this;
    if (!basicAuth) return true;
    // A00.FR.204: the username is the identity in the connection URL.
    return request.basicAuth?.username === (basicAuth.username ?? request.identity) &&
      request.basicAuth.password === basicAuth.password;
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#serving.delete(tracked));
    this.#serving.add(tracked);
  }
}

async function say(conn: Deno.Conn, text: string, then: "keep" | "drop"): Promise<void> {
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  try {
    for (let sent = 0; sent < bytes.length;) sent += await conn.write(bytes.subarray(sent));
  } catch {
    return close(conn);
  }
  if (then === "drop") close(conn);
}

function close(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // Closed by the connection itself in the meantime.
  }
}
