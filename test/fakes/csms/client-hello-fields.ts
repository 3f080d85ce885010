/** What a ClientHello (RFC 8446 §4.1.2), with its record header, offers. */
export interface ClientHelloFields {
  readonly cipherSuites: readonly number[];
  readonly compressionMethods: readonly number[];
}

const RECORD_AND_MESSAGE_HEADER = 9;
const VERSION_AND_RANDOM = 34;

export function clientHelloFields(hello: Uint8Array): ClientHelloFields {
  const view = new DataView(hello.buffer, hello.byteOffset, hello.byteLength);
  const sessionId = RECORD_AND_MESSAGE_HEADER + VERSION_AND_RANDOM;
  const suites = sessionId + 1 + view.getUint8(sessionId);
  const count = view.getUint16(suites) / 2;
  const cipherSuites = Array.from({ length: count }, (_, index) => view.getUint16(suites + 2 + 2 * index));
  const compression = suites + 2 + 2 * count;
  const compressionMethods = hello.slice(compression + 1, compression + 1 + view.getUint8(compression));
  return { cipherSuites, compressionMethods: [...compressionMethods] };
}

/**
 * TLS 1.3, and ECDHE with AES-GCM or ChaCha20 for TLS 1.2: nothing without forward secrecy, with CBC, with RC4 or with
 * SHA-1. In hexadecimal, as in the register of IANA.
 */
export const STRONG_SUITES: ReadonlySet<number> = new Set([
  0x1301,
  0x1302,
  0x1303,
  0xc02b,
  0xc02c,
  0xcca9,
  0xc02f,
  0xc030,
  0xcca8,
]);
