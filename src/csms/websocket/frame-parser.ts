import { ByteBuffer } from "./byte-buffer.ts";
import { CloseCode, decodeUtf8, parseClosePayload } from "./close-codes.ts";
import { MAX_CONTROL_PAYLOAD_BYTES, Opcode } from "./frames.ts";

/** An event in the byte stream of a server. Nothing follows `close` or `violation`. */
export type FrameEvent =
  | { kind: "message"; text: string }
  | { kind: "ping"; payload: Uint8Array }
  | { kind: "pong" }
  /** Code 1005 when the frame had none. */
  | { kind: "close"; code: number; reason: string }
  /** The peer broke RFC 6455 or our limit; `code` is the close code to send. */
  | { kind: "violation"; code: number; reason: string };

interface FrameHead {
  readonly fin: boolean;
  readonly opcode: number;
  readonly length: number;
}

type HeadResult = FrameHead | { readonly violation: FrameEvent } | "incomplete";

/** Longest head of an unmasked frame: two bytes and a 64-bit length. */
const MAX_HEAD_BYTES = 10;

/**
 * Turns the bytes of a server into events, independent of chunk boundaries. Total: never throws, and buffers
 * at most one message of `maxMessageBytes` and one control frame.
 */
export class FrameParser {
  readonly #head = new Uint8Array(MAX_HEAD_BYTES);
  /** Bytes of a head that is not complete yet. */
  #headBytes = 0;
  readonly #control = new ByteBuffer();
  readonly #message = new ByteBuffer();
  #frame: FrameHead | undefined;
  /** Payload bytes of `#frame` still to come. */
  #missing = 0;
  /** Between the first and the last frame of a fragmented message. */
  #inMessage = false;
  #over = false;

  constructor(private readonly maxMessageBytes: number) {}

  /** The events that this chunk completes. The chunk is not stored. */
  push(chunk: Uint8Array): FrameEvent[] {
    const events: FrameEvent[] = [];
    let rest = chunk;
    while (!this.#over && (rest.length > 0 || this.#isFrameComplete())) {
      rest = this.#frame ? this.#takePayload(this.#frame, rest, events) : this.#takeHead(rest, events);
    }
    return events;
  }

  #isFrameComplete(): boolean {
    return this.#frame !== undefined && this.#missing === 0;
  }

  #takeHead(bytes: Uint8Array, events: FrameEvent[]): Uint8Array {
    const before = this.#headBytes;
    const offered = bytes.subarray(0, MAX_HEAD_BYTES - before);
    this.#head.set(offered, before);
    const head = this.#head.subarray(0, before + offered.length);
    const headBytes = headLength(head);
    if (headBytes === undefined || head.length < headBytes) {
      this.#headBytes = head.length;
      // Most violations show in the first two bytes: check them without waiting for the rest.
      if (head.length >= 2) this.#accept(this.#judge(head, "incomplete"), events);
      return bytes.subarray(offered.length);
    }
    this.#headBytes = 0;
    this.#accept(this.#judge(head, lengthOf(head)), events);
    return bytes.subarray(headBytes - before);
  }

  #accept(result: HeadResult, events: FrameEvent[]): void {
    if (result === "incomplete") return;
    if ("violation" in result) return this.#end(result.violation, events);
    this.#frame = result;
    this.#missing = result.length;
  }

  /** Checks a frame before its payload (RFC 6455 §5.2 to §5.5). */
  #judge(head: Uint8Array, length: number | "incomplete"): HeadResult {
    const first = head[0]!;
    const opcode = first & 0x0f;
    const fin = (first & 0x80) !== 0;
    // §5.2: no extension was negotiated.
    if (first & 0x70) return broken("RSV bit set without an extension");
    // §5.1: a server must not mask.
    if (head[1]! & 0x80) return broken("masked frame from the server");
    const problem = opcode >= Opcode.close
      ? controlProblem(opcode, fin, head[1]! & 0x7f)
      : this.#dataProblem(opcode);
    if (problem) return problem;
    if (length === "incomplete") return "incomplete";
    if (length < 0) return broken("payload length is not written in the shortest way");
    const total = opcode >= Opcode.close ? 0 : this.#message.length + length;
    if (total > this.maxMessageBytes) {
      return broken(`message is longer than ${this.maxMessageBytes} bytes`, CloseCode.tooBig);
    }
    return { fin, opcode, length };
  }

  #dataProblem(opcode: number): HeadResult | undefined {
    switch (opcode) {
      case Opcode.continuation:
        return this.#inMessage ? undefined : broken("continuation of nothing");
      case Opcode.text:
        return this.#inMessage ? broken("new message inside a fragmented one") : undefined;
      case Opcode.binary:
        // Part 4 §4.1.2: OCPP-J is UTF-8 text.
        return broken("binary message", CloseCode.unsupportedData);
      default:
        return broken(`reserved opcode ${opcode}`);
    }
  }

  #takePayload(frame: FrameHead, bytes: Uint8Array, events: FrameEvent[]): Uint8Array {
    const part = bytes.subarray(0, this.#missing);
    this.#missing -= part.length;
    const buffer = frame.opcode >= Opcode.close ? this.#control : this.#message;
    // The usual case, a whole message in one chunk, is decoded without a copy.
    const isWhole = buffer.length === 0 && this.#missing === 0;
    if (!isWhole) buffer.append(part);
    if (this.#missing === 0) {
      this.#frame = undefined;
      const payload = isWhole ? part : buffer.view();
      if (frame.opcode >= Opcode.close) this.#endControl(frame.opcode, payload, events);
      else this.#endData(frame, payload, events);
    }
    return bytes.subarray(part.length);
  }

  #endControl(opcode: number, payload: Uint8Array, events: FrameEvent[]): void {
    if (opcode === Opcode.close) this.#end(parseClosePayload(payload), events);
    else events.push(opcode === Opcode.ping ? { kind: "ping", payload: payload.slice() } : { kind: "pong" });
    this.#control.clear();
  }

  #endData(frame: FrameHead, payload: Uint8Array, events: FrameEvent[]): void {
    this.#inMessage = !frame.fin;
    if (!frame.fin) {
      if (this.#message.length === 0) this.#message.append(payload);
      return;
    }
    const text = decodeUtf8(payload);
    if (text === undefined) return this.#end(violation("text is not UTF-8", CloseCode.invalidData), events);
    this.#message.clear();
    events.push({ kind: "message", text });
  }

  #end(event: FrameEvent, events: FrameEvent[]): void {
    events.push(event);
    this.#over = true;
    this.#message.clear();
    this.#control.clear();
  }
}

function controlProblem(opcode: number, fin: boolean, shortLength: number): HeadResult | undefined {
  if (opcode > Opcode.pong) return broken(`reserved opcode ${opcode}`);
  if (!fin) return broken("fragmented control frame");
  if (shortLength > MAX_CONTROL_PAYLOAD_BYTES) return broken("control frame longer than 125 bytes");
  return undefined;
}

/** Bytes of the whole head; undefined before it can be known. */
function headLength(head: Uint8Array): number | undefined {
  if (head.length < 2) return undefined;
  const short = head[1]! & 0x7f;
  return short < 126 ? 2 : short === 126 ? 4 : MAX_HEAD_BYTES;
}

/** The payload length a complete head declares; negative when it is not in its shortest form (§5.2). */
function lengthOf(head: Uint8Array): number {
  const short = head[1]! & 0x7f;
  if (short < 126) return short;
  const view = new DataView(head.buffer, head.byteOffset);
  if (short === 126) {
    const length = view.getUint16(2);
    return length < 126 ? -1 : length;
  }
  const length = Number(view.getBigUint64(2));
  return length < 65_536 ? -1 : length;
}

function violation(reason: string, code: number): FrameEvent {
  return { kind: "violation", code, reason };
}

function broken(reason: string, code: number = CloseCode.protocolError): HeadResult {
  return { violation: violation(reason, code) };
}
