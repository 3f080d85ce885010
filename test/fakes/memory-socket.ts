import type { CsmsSocket, Dial, DialFailure, DialOptions, SocketClosed } from "../../src/csms/socket.ts";

/** The station's end of a connection that exists in memory only; the test plays the CSMS. */
export class MemorySocket implements CsmsSocket {
  readonly subprotocol = "ocpp2.0.1";
  readonly closed: Promise<SocketClosed>;
  /** Every text the station sent, oldest first. */
  readonly sent: string[] = [];
  /** How our side ended it: the close code, or "abort". */
  endedBy: number | "abort" | undefined;
  readonly #resolveClosed: (closed: SocketClosed) => void;
  readonly #incoming: string[] = [];
  #isClosed = false;
  #wakeReader: (() => void) | undefined;
  readonly #sentWatchers = new Set<() => void>();
  /** While true, `send` takes the text and neither resolves nor delivers, like a peer that stopped reading. */
  stalled = false;
  readonly #stalledSends: ((result: "closed") => void)[] = [];
  /** Called with every text as it is sent; e.g. to answer it. */
  onSent: ((text: string) => void) | undefined;

  constructor(readonly options?: DialOptions) {
    const { promise, resolve } = Promise.withResolvers<SocketClosed>();
    this.closed = promise;
    this.#resolveClosed = resolve;
  }

  send(text: string): Promise<"sent" | "closed"> {
    if (this.#isClosed) return Promise.resolve("closed");
    if (this.stalled) return new Promise((resolve) => this.#stalledSends.push(resolve));
    this.sent.push(text);
    this.onSent?.(text);
    for (const watcher of [...this.#sentWatchers]) watcher();
    return Promise.resolve("sent");
  }

  async *messages(): AsyncIterable<string> {
    for (;;) {
      const text = this.#incoming.shift();
      if (text !== undefined) yield text;
      else if (this.#isClosed) return;
      else await new Promise<void>((resolve) => this.#wakeReader = resolve);
    }
  }

  close(code: number, reason: string): Promise<void> {
    this.endedBy ??= code;
    this.drop({ kind: "closedByUs", code, reason });
    return Promise.resolve();
  }

  /** Intervals of the pings that were asked for since it was opened. */
  readonly pingIntervals: number[] = [];
  pingEvery(intervalMs: number): void {
    this.pingIntervals.push(intervalMs);
  }

  abort(): void {
    this.endedBy ??= "abort";
    this.drop({ kind: "lost", reason: "aborted" });
  }

  /** The CSMS sends a text. */
  receive(text: string): void {
    if (this.#isClosed) return;
    this.#incoming.push(text);
    this.#wakeReader?.();
  }

  /** The connection goes away. What was not read is lost. */
  drop(closed: SocketClosed = { kind: "lost", reason: "dropped by the test" }): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#incoming.length = 0;
    for (const resolve of this.#stalledSends.splice(0)) resolve("closed");
    this.#resolveClosed(closed);
    this.#wakeReader?.();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when the station has sent at least `count` texts. */
  sentAtLeast(count: number): Promise<void> {
    if (this.sent.length >= count) return Promise.resolve();
    return new Promise((resolve) => {
      const watcher = () => {
        if (this.sent.length < count) return;
        this.#sentWatchers.delete(watcher);
        resolve();
      };
      this.#sentWatchers.add(watcher);
    });
  }
}

/** What the next dial does. */
export type DialPlan = "open" | DialFailure;

/** A dialler whose results the test decides; `plan` defaults to opening. */
export class MemoryDial {
  /** Options of every dial, oldest first. */
  readonly dialled: DialOptions[] = [];
  /** Sockets that were opened, oldest first. */
  readonly sockets: MemorySocket[] = [];
  plan: (options: DialOptions) => DialPlan = () => "open";
  /** Called with each socket before the station gets it. */
  onOpen: ((socket: MemorySocket) => void) | undefined;
  #watchers: { count: number; resolve: () => void }[] = [];

  readonly dial: Dial = (options, signal) => {
    this.dialled.push(options);
    if (signal.aborted) return Promise.resolve({ kind: "failed", failure: { kind: "timeout" } });
    const plan = this.plan(options);
    if (plan !== "open") return Promise.resolve({ kind: "failed", failure: plan });
    const socket = new MemorySocket(options);
    this.sockets.push(socket);
    this.onOpen?.(socket);
    this.#watchers = this.#watchers.filter(({ count, resolve }) => {
      if (this.sockets.length < count) return true;
      resolve();
      return false;
    });
    return Promise.resolve({ kind: "open", socket });
  };

  /** Resolves with the `count`th socket, from 1, once it is open. */
  async opened(count: number): Promise<MemorySocket> {
    if (this.sockets.length < count) {
      await new Promise<void>((resolve) => this.#watchers.push({ count, resolve }));
    }
    const socket = this.sockets[count - 1];
    if (!socket) throw new Error("the socket was counted");
    return socket;
  }
}

/** Lets everything run that needs no timer. */
export async function settled(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
}
