/** RFC 6455 §5.2 and §11.8. */
export const Opcode = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;
export type Opcode = (typeof Opcode)[keyof typeof Opcode];

/** Control frames carry at most this many bytes (§5.5). */
export const MAX_CONTROL_PAYLOAD_BYTES = 125;

/** Supplies cryptographically strong random bytes: masks must not be predictable (§5.3). */
export type RandomBytes = (length: number) => Uint8Array;

const MASK_BYTES = 4;

/** One masked, unfragmented frame as a client sends it. Extensions are never used, so RSV is always 0. */
export function encodeClientFrame(opcode: Opcode, payload: Uint8Array, random: RandomBytes): Uint8Array {
  const lengthBytes = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8;
  const headBytes = 2 + lengthBytes + MASK_BYTES;
  // The payload starts on a word boundary, so that it can be masked four bytes at a time.
  const padding = (4 - headBytes % 4) % 4;
  const buffer = new ArrayBuffer(padding + headBytes + Math.ceil(payload.length / 4) * 4);
  const frame = new Uint8Array(buffer, padding, headBytes + payload.length);
  const view = new DataView(buffer, padding);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (lengthBytes === 0 ? payload.length : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) view.setUint16(2, payload.length);
  if (lengthBytes === 8) view.setBigUint64(2, BigInt(payload.length));
  const mask = random(MASK_BYTES);
  frame.set(mask, 2 + lengthBytes);
  frame.set(payload, headBytes);
  applyMask(new Uint32Array(buffer, padding + headBytes), mask);
  return frame;
}

/** §5.3; `words` may extend past the payload into padding that is not sent. */
function applyMask(words: Uint32Array, mask: Uint8Array): void {
  // Both sides in memory order, so the machine's byte order does not matter.
  const word = new Uint32Array(mask.slice(0, MASK_BYTES).buffer)[0] ?? 0;
  for (let i = 0; i < words.length; i++) words[i]! ^= word;
}
