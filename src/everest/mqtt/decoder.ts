import { concatBytes } from "../../kernel/concat-bytes.ts";
import { type DecodedPacket, decodePacket } from "./decode.ts";

interface Frame {
  readonly firstByte: number;
  readonly bodyStart: number;
  readonly end: number;
}

/**
 * Cuts the byte stream of a broker into packets, independent of the chunks it arrives in. Total: any bytes
 * lead to packets or to one violation, after which everything is ignored. Payloads are views into the chunks,
 * which therefore must not be reused by the caller.
 */
export class PacketDecoder {
  #chunks: Uint8Array[] = [];
  #buffered = 0;
  /** Bytes needed before decoding can continue; avoids joining the chunks of a large packet repeatedly. */
  #needed = 2;
  #broken = false;

  /** @param maxPacketBytes a larger packet is a violation as soon as its length is known */
  constructor(readonly maxPacketBytes: number) {}

  *push(chunk: Uint8Array): Generator<DecodedPacket> {
    if (this.#broken || chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    if (this.#buffered < this.#needed) return;
    yield* this.#packets(concatBytes(this.#chunks));
  }

  *#packets(bytes: Uint8Array): Generator<DecodedPacket> {
    let offset = 0;
    for (;;) {
      const frame = this.#frameAt(bytes, offset);
      if (frame.kind === "incomplete") return this.#keep(bytes.subarray(offset), frame.needed);
      const decoded = frame.kind === "violation"
        ? frame
        : decodePacket(frame.frame.firstByte, bytes.subarray(frame.frame.bodyStart, frame.frame.end));
      if (decoded.kind === "violation") {
        this.#broken = true;
        this.#keep(new Uint8Array(0), 2);
        yield decoded;
        return;
      }
      offset = frame.kind === "frame" ? frame.frame.end : offset;
      yield decoded;
    }
  }

  #frameAt(
    bytes: Uint8Array,
    start: number,
  ): { kind: "frame"; frame: Frame } | { kind: "incomplete"; needed: number } | {
    kind: "violation";
    reason: string;
  } {
    const firstByte = bytes[start];
    if (firstByte === undefined) return { kind: "incomplete", needed: 2 };
    let length = 0;
    for (let index = 0; index < 4; index++) {
      const byte = bytes[start + 1 + index];
      if (byte === undefined) return { kind: "incomplete", needed: index + 2 };
      length += (byte & 0x7f) * 128 ** index;
      if ((byte & 0x80) !== 0) continue;
      const bodyStart = start + 2 + index;
      const total = bodyStart - start + length;
      if (total > this.maxPacketBytes) return { kind: "violation", reason: `packet of ${total} bytes` };
      if (start + total > bytes.length) return { kind: "incomplete", needed: total };
      return { kind: "frame", frame: { firstByte, bodyStart, end: start + total } };
    }
    return { kind: "violation", reason: "remaining length of more than four bytes" }; // MQTT 3.1.1, 2.2.3
  }

  #keep(rest: Uint8Array, needed: number): void {
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#buffered = rest.length;
    this.#needed = needed;
  }
}
