import type { ByteReader } from "./byte-reader.ts";

/**
 * The server's half of RFC 6455 framing, written apart from `src/csms/websocket` so that a mistake there is not
 * repeated here.
 */
export const Opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface ClientFrame {
  readonly fin: boolean;
  readonly opcode: number;
  readonly payload: Uint8Array;
}

export type ReadFrame =
  | { kind: "frame"; frame: ClientFrame }
  | { kind: "ended" }
  /** The client broke a rule of RFC 6455 that a server must enforce. */
  | { kind: "violation"; reason: string };

/** Reads the next frame a client sent. */
export async function readFrame(reader: ByteReader): Promise<ReadFrame> {
  const head = await reader.exactly(2);
  if (!head) return { kind: "ended" };
  const [first = 0, second = 0] = head;
  if (first & 0x70) return { kind: "violation", reason: "RSV bit without a negotiated extension" };
  if (!(second & 0x80)) return { kind: "violation", reason: "frame of the client is not masked" };
  const length = await readLength(reader, second & 0x7f);
  const mask = await reader.exactly(4);
  const payload = length === undefined ? undefined : await reader.exactly(length);
  if (!mask || !payload) return { kind: "ended" };
  for (let i = 0; i < payload.length; i++) payload[i]! ^= mask[i % 4]!;
  return { kind: "frame", frame: { fin: (first & 0x80) !== 0, opcode: first & 0x0f, payload } };
}

async function readLength(reader: ByteReader, short: number): Promise<number | undefined> {
  if (short < 126) return short;
  const bytes = await reader.exactly(short === 126 ? 2 : 8);
  if (!bytes) return undefined;
  const view = new DataView(bytes.buffer);
  return short === 126 ? view.getUint16(0) : Number(view.getBigUint64(0));
}

/** One unmasked server frame. */
export function encodeFrame(
  opcode: number,
  payload: Uint8Array,
  { fin = true }: { readonly fin?: boolean } = {},
): Uint8Array {
  const head = payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10;
  const frame = new Uint8Array(head + payload.length);
  const view = new DataView(frame.buffer);
  frame[0] = (fin ? 0x80 : 0) | opcode;
  if (head === 2) {
    frame[1] = payload.length;
  } else if (head === 4) {
    frame[1] = 126;
    view.setUint16(2, payload.length);
  } else {
    frame[1] = 127;
    view.setBigUint64(2, BigInt(payload.length));
  }
  frame.set(payload, head);
  return frame;
}

export function encodeText(text: string): Uint8Array {
  return encodeFrame(Opcode.text, new TextEncoder().encode(text));
}

/** A Close frame; without `code` its payload is empty. */
export function encodeClose(code?: number, reason = ""): Uint8Array {
  if (code === undefined) return encodeFrame(Opcode.close, new Uint8Array(0));
  const text = new TextEncoder().encode(reason);
  const payload = new Uint8Array(2 + text.length);
  new DataView(payload.buffer).setUint16(0, code);
  payload.set(text, 2);
  return encodeFrame(Opcode.close, payload);
}
