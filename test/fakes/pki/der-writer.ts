/** Writes DER (X.690), as much as certificates need. */
export function element(tag: number, ...contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const content = join(contents);
  return join([Uint8Array.of(tag), lengthOf(content.length), content]);
}

export const sequence = (...contents: readonly Uint8Array[]) => element(0x30, ...contents);
export const set = (...contents: readonly Uint8Array[]) => element(0x31, ...contents);
export const octetString = (...contents: readonly Uint8Array[]) => element(0x04, ...contents);
export const boolean = (value: "true" | "false") => element(0x01, Uint8Array.of(value === "true" ? 0xff : 0));
export const printableString = (text: string) => element(0x13, new TextEncoder().encode(text));
export const utf8String = (text: string) => element(0x0c, new TextEncoder().encode(text));
/** `bits` is a multiple of eight bits unless `unused` says otherwise. */
export const bitString = (bits: Uint8Array, unused = 0) => element(0x03, Uint8Array.of(unused), bits);

/** A non-negative integer from its big-endian bytes. */
export function integer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const trimmed = bytes.subarray(start);
  return element(0x02, trimmed[0]! >= 0x80 ? join([Uint8Array.of(0), trimmed]) : trimmed);
}

export function objectIdentifier(dotted: string): Uint8Array<ArrayBuffer> {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return element(0x06, Uint8Array.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** GeneralizedTime from 2050 on, UTCTime before (RFC 5280 §4.1.2.5). */
export function time(date: Date): Uint8Array<ArrayBuffer> {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, "");
  const isLate = date.getUTCFullYear() >= 2050;
  return element(isLate ? 0x18 : 0x17, new TextEncoder().encode(isLate ? digits : digits.slice(2)));
}

export function toPem(label: string, der: Uint8Array): string {
  const lines = der.toBase64().match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest & 0xff);
  return Uint8Array.from([0x80 | bytes.length, ...bytes]);
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
