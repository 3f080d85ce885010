import { isAddress } from "./host-name.ts";

/**
 * The suites that the runtime's TLS offers: TLS 1.3, then ECDHE with AES-GCM or ChaCha20; none without
 * forward secrecy or with CBC, and no setting enables one.
 */
const CIPHER_SUITES = [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02c, 0xcca9, 0xc02f, 0xc030, 0xcca8];
const GROUPS = [0x001d, 0x0017, 0x0018];
const SIGNATURES = [0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0807];
const TLS_1_2 = 0x0303;
const TLS_1_3 = 0x0304;

/** A ClientHello (RFC 8446 §4.1.2) that offers what our TLS offers; `random` is 32 bytes. */
export function encodeClientHello(hostname: string, random: Uint8Array): Uint8Array {
  const extensions = [
    // Server names are never addresses (RFC 6066 §3).
    ...(isAddress(hostname) ? [] : [extension(0, serverName(hostname))]),
    extension(10, vector16(...GROUPS.map(uint16))),
    extension(11, [1, 0]),
    extension(13, vector16(...SIGNATURES.map(uint16))),
    // RFC 5746: some servers refuse a client without it.
    extension(0xff01, [0]),
    extension(43, [4, ...uint16(TLS_1_3), ...uint16(TLS_1_2)]),
    // No key share yet: a TLS 1.3 server asks again, and that answer is sufficient.
    extension(51, uint16(0)),
  ];
  const body = [
    ...uint16(TLS_1_2),
    ...random,
    0,
    ...vector16(...CIPHER_SUITES.map(uint16)),
    // No compression; the runtime's TLS does not implement it.
    1,
    0,
    ...vector16(...extensions),
  ];
  const message = [1, 0, ...uint16(body.length), ...body];
  return Uint8Array.from([HANDSHAKE_RECORD, ...uint16(0x0301), ...uint16(message.length), ...message]);
}

const HANDSHAKE_RECORD = 22;
const SERVER_HELLO = 2;
/** Record header, then the type of the handshake message. */
export const ANSWER_BYTES = 6;

/** True when a server's first bytes are a ServerHello: it found a version and a cipher suite it shares with us. */
export function isServerHello(answer: Uint8Array): boolean {
  return answer[0] === HANDSHAKE_RECORD && answer[5] === SERVER_HELLO;
}

function serverName(hostname: string): number[] {
  return vector16([0, ...vector16([...new TextEncoder().encode(hostname)])]);
}

function extension(type: number, content: readonly number[]): number[] {
  return [...uint16(type), ...vector16(content)];
}

function vector16(...parts: readonly (readonly number[])[]): number[] {
  const content = parts.flat();
  return [...uint16(content.length), ...content];
}

function uint16(value: number): number[] {
  return [value >> 8, value & 0xff];
}
