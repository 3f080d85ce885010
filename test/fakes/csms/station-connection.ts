import { ByteReader } from "./byte-reader.ts";
import {
  type ClientFrame,
  encodeClose,
  encodeFrame,
  encodeText,
  Opcode,
  readFrame,
} from "./server-frames.ts";
import type { UpgradeRequest } from "./upgrade.ts";

export type StationClosed =
  /** The station sent a Close frame, or answered ours; `code` is 1005 when it gave none. */
  | { kind: "closeFrame"; code: number; reason: string }
  /** The transport ended without a Close frame of the station. */
  | { kind: "dropped" };

/** What the CSMS wants to hear from a connection. */
export interface ConnectionEvents {
  text(text: string): void;
  /** The station broke RFC 6455. */
  violation(reason: string): void;
}

/** One open WebSocket of a station, seen from the CSMS. */
export class StationConnection {
  /** Resolves once, when the connection is over and its socket closed. */
  readonly closed: Promise<StationClosed>;
  /** Pings received so far; they are answered unless `answersPings` is false. */
  pings = 0;
  /** Payload texts of the pongs received so far. */
  readonly pongs: string[] = [];
  answersPings = true;
  /** When false the station's Close frame is heard but not answered, and the transport stays. */
  answersCloses = true;
  #writing: Promise<unknown> = Promise.resolve();
  #over = false;
  #closeSent = false;
  readonly #pingWatchers = new Set<() => void>();
  readonly #pongWatchers = new Set<() => void>();

  constructor(
    readonly request: UpgradeRequest,
    private readonly conn: Deno.Conn,
    reader: ByteReader,
    events: ConnectionEvents,
  ) {
    this.closed = this.#serve(reader, events).finally(() => this.drop());
  }

  get identity(): string {
    return this.request.identity;
  }

  get isOpen(): boolean {
    return !this.#over;
  }

  sendText(text: string): Promise<void> {
    return this.sendBytes(encodeText(text));
  }

  /** Bytes straight onto the wire, framed or not. Resolves when written; never rejects. */
  sendBytes(bytes: Uint8Array): Promise<void> {
    const written = this.#writing.then(() => this.#write(bytes));
    this.#writing = written;
    return written;
  }

  /** Sends a WebSocket ping; its echo appears in `pongs`. */
  ping(payload = ""): Promise<void> {
    return this.sendBytes(encodeFrame(Opcode.ping, new TextEncoder().encode(payload)));
  }

  /** Resolves when at least `count` pings have arrived in all. */
  pinged(count: number): Promise<void> {
    if (this.pings >= count) return Promise.resolve();
    return new Promise((resolve) => {
      const watcher = () => {
        if (this.pings < count) return;
        this.#pingWatchers.delete(watcher);
        resolve();
      };
      this.#pingWatchers.add(watcher);
    });
  }

  /** Resolves when at least `count` pongs have arrived in all, or when the connection is over. */
  async ponged(count: number): Promise<void> {
    while (this.pongs.length < count && this.isOpen) {
      const next = new Promise<void>((resolve) => this.#pongWatchers.add(resolve));
      await Promise.race([next, this.closed]);
    }
  }

  /** Starts the closing handshake; without a code the Close frame is empty. */
  async close(code?: number, reason = ""): Promise<StationClosed> {
    this.#closeSent = true;
    await this.sendBytes(encodeClose(code, reason));
    return await this.closed;
  }

  /** Drops the transport without a closing handshake. */
  drop(): void {
    if (this.#over) return;
    this.#over = true;
    try {
      this.conn.close();
    } catch {
      // Deno throws when the socket is already gone, which is what was wanted.
    }
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      for (let sent = 0; sent < bytes.length && !this.#over;) {
        sent += await this.conn.write(bytes.subarray(sent));
      }
    } catch {
      this.drop();
    }
  }

  async #serve(reader: ByteReader, events: ConnectionEvents): Promise<StationClosed> {
    let message: { opcode: number; parts: Uint8Array[] } | undefined;
    for (;;) {
      const read = await readFrame(reader);
      if (read.kind === "ended") return { kind: "dropped" };
      if (read.kind === "violation") {
        events.violation(read.reason);
        return { kind: "dropped" };
      }
      const { frame } = read;
      if (frame.opcode === Opcode.close) {
        if (this.answersCloses) return await this.#closed(frame);
        continue;
      }
      if (frame.opcode > Opcode.close) {
        await this.#control(frame);
        continue;
      }
      if (frame.opcode !== Opcode.continuation) message = { opcode: frame.opcode, parts: [] };
      message?.parts.push(frame.payload);
      if (!frame.fin) continue;
      if (message?.opcode === Opcode.text) events.text(await new Blob(message.parts as BlobPart[]).text());
      else events.violation(`unexpected frame with opcode ${frame.opcode}`);
      message = undefined;
    }
  }

  async #control(frame: ClientFrame): Promise<void> {
    if (frame.opcode === Opcode.pong) {
      this.pongs.push(new TextDecoder().decode(frame.payload));
      for (const watcher of [...this.#pongWatchers]) watcher();
      this.#pongWatchers.clear();
      return;
    }
    this.pings += 1;
    if (this.answersPings) await this.sendBytes(encodeFrame(Opcode.pong, frame.payload));
    for (const watcher of [...this.#pingWatchers]) watcher();
  }

  async #closed(frame: ClientFrame): Promise<StationClosed> {
    const { payload } = frame;
    const code = payload.length < 2 ? 1005 : (payload[0]! << 8) | payload[1]!;
    if (!this.#closeSent) await this.sendBytes(encodeClose(code === 1005 ? undefined : code));
    return { kind: "closeFrame", code, reason: new TextDecoder().decode(payload.subarray(2)) };
  }
}
