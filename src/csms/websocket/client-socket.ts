import { assertNever } from "../../kernel/assert-never.ts";
import type { Clock, Timer } from "../../kernel/clock.ts";
import { WRITE_STALL_MS } from "../../kernel/limits.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import type { CsmsSocket, SocketClosed } from "../socket.ts";
import { CloseCode, encodeClosePayload } from "./close-codes.ts";
import { type FrameEvent, FrameParser } from "./frame-parser.ts";
import { encodeClientFrame, Opcode, type RandomBytes } from "./frames.ts";
import { KeepAlive } from "./keep-alive.ts";
import { MessageQueue } from "./message-queue.ts";
import { closeQuietly, type Transport } from "./transport.ts";
import { WriteQueue } from "./write-queue.ts";

export interface ClientSocketOptions {
  readonly transport: Transport;
  readonly subprotocol: string;
  /** Frame bytes that came together with the HTTP response. */
  readonly early: Uint8Array;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly pingIntervalMs: number;
  readonly pongTimeoutMs: number;
  readonly closeTimeoutMs: number;
  readonly maxMessageBytes: number;
  /** At most 125 bytes. */
  readonly pingPayload: Uint8Array;
}

const encoder = new TextEncoder();

const READ_BUFFER_BYTES = 16 * 1024;

/** The client's side of one open WebSocket (RFC 6455). Starts reading and pinging at once. */
export class ClientSocket implements CsmsSocket {
  readonly subprotocol: string;
  readonly closed: Promise<SocketClosed>;
  readonly #options: ClientSocketOptions;
  readonly #parser: FrameParser;
  readonly #received = new MessageQueue();
  readonly #writes: WriteQueue;
  readonly #keepAlive: KeepAlive;
  readonly #resolveClosed: (outcome: SocketClosed) => void;
  /** How the connection ends, once known; a Close frame may still be pending. */
  #ending: SocketClosed | undefined;
  #closeTimer: Timer | undefined;
  #stallTimer: Timer | undefined;
  #isOver = false;

  constructor(options: ClientSocketOptions) {
    this.#options = options;
    this.subprotocol = options.subprotocol;
    const { promise, resolve } = Promise.withResolvers<SocketClosed>();
    this.closed = promise;
    this.#resolveClosed = resolve;
    this.#parser = new FrameParser(options.maxMessageBytes);
    this.#writes = new WriteQueue(options.transport, (reason) => this.#finish({ kind: "lost", reason }));
    this.#keepAlive = new KeepAlive({
      clock: options.clock,
      pingIntervalMs: options.pingIntervalMs,
      pongTimeoutMs: options.pongTimeoutMs,
      sendPing: () => void this.#write(Opcode.ping, options.pingPayload),
      onPongTimeout: () => this.#finish({ kind: "pongTimeout" }),
    });
    void this.#read();
  }

  send(text: string): Promise<"sent" | "closed"> {
    // RFC 6455 §5.5.1: no data after our Close frame.
    if (this.#ending) return Promise.resolve("closed");
    return this.#write(Opcode.text, encoder.encode(text));
  }

  messages(): AsyncIterable<string> {
    return this.#received.consume();
  }

  /** Messages that arrive after the call are dropped: they could not be answered. */
  async close(code: number, reason: string): Promise<void> {
    if (!this.#ending) this.#sayClose({ kind: "closedByUs", code, reason }, code, reason);
    await this.closed;
  }

  pingEvery(intervalMs: number): void {
    if (!this.#ending) this.#keepAlive.pingEvery(intervalMs);
  }

  abort(): void {
    this.#finish({ kind: "closedByUs", code: CloseCode.abnormal, reason: "aborted" });
  }

  #write(opcode: Opcode, payload: Uint8Array): Promise<"sent" | "closed"> {
    return this.#writes.write(encodeClientFrame(opcode, payload, this.#options.randomBytes));
  }

  async #read(): Promise<void> {
    const { transport, early } = this.#options;
    const buffer = new Uint8Array(READ_BUFFER_BYTES);
    this.#hear(early);
    try {
      while (!this.#isOver) {
        // A consumer that waits for a message takes it in its turn, and that comes first.
        if (!this.#received.isEmpty) await Promise.resolve();
        if (!this.#received.isEmpty && !this.#ending) await this.#pauseReading();
        const count = await transport.read(buffer);
        if (count === null) return this.#finish({ kind: "lost", reason: "the peer ended the connection" });
        this.#hear(buffer.subarray(0, count));
      }
    } catch (error) {
      this.#finish({ kind: "lost", reason: reasonOf(error) });
    }
  }

  /** Stops reading while the consumer is behind; TCP then slows the peer down. */
  async #pauseReading(): Promise<void> {
    this.#keepAlive.pause();
    this.#watchWrites();
    await this.#received.taken();
    this.#stallTimer?.cancel();
    if (!this.#ending) this.#keepAlive.resume();
  }

  /** While reading is paused no pong is missed, so writes have to show whether the peer is still there. */
  #watchWrites(): void {
    const before = this.#writes.progress;
    this.#stallTimer = this.#options.clock.setTimer("csms write stall", WRITE_STALL_MS, () => {
      if (before === undefined || this.#writes.progress !== before) return this.#watchWrites();
      this.#finish({ kind: "lost", reason: "the peer does not read" });
    });
  }

  #hear(chunk: Uint8Array): void {
    for (const event of this.#parser.push(chunk)) {
      if (this.#isOver) return;
      this.#handle(event);
    }
  }

  #handle(event: FrameEvent): void {
    switch (event.kind) {
      case "message":
        if (!this.#ending) this.#received.put(event.text);
        return;
      case "ping": {
        const { randomBytes } = this.#options;
        if (!this.#ending) {
          this.#writes.writeLatest(encodeClientFrame(Opcode.pong, event.payload, randomBytes));
        }
        return;
      }
      case "pong":
        return this.#keepAlive.pong();
      case "close":
        // The answer to our Close frame, or a close by the peer, which §5.5.1 requires us to answer with the
        // same code.
        if (this.#ending) return this.#finish(this.#ending);
        return this.#answerClose({ ...event, kind: "closedByPeer" }, event.code, "");
      case "violation":
        return this.#answerClose({ ...event, kind: "protocolError" }, event.code, event.reason);
      default:
        return assertNever(event);
    }
  }

  /** Sends a Close frame, then drops the connection. */
  #answerClose(outcome: SocketClosed, code: number, reason: string): void {
    if (this.#ending) return this.#finish(this.#ending);
    void this.#sayClose(outcome, code, reason).then(() => this.#finish(outcome));
  }

  /** Sends a Close frame and bounds the time until the connection ends. */
  #sayClose(outcome: SocketClosed, code: number, reason: string): Promise<unknown> {
    const { clock, closeTimeoutMs } = this.#options;
    this.#ending = outcome;
    this.#keepAlive.stop();
    this.#received.end();
    this.#closeTimer = clock.setTimer("csms close timeout", closeTimeoutMs, () => this.#finish(outcome));
    return this.#write(Opcode.close, encodeClosePayload(code, reason));
  }

  /** The connection is over; the first reason counts. */
  #finish(outcome: SocketClosed): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#ending ??= outcome;
    this.#closeTimer?.cancel();
    this.#stallTimer?.cancel();
    this.#keepAlive.stop();
    this.#writes.stop();
    this.#received.end();
    closeQuietly(this.#options.transport);
    this.#resolveClosed(this.#ending);
  }
}
