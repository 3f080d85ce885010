import { ByteReader } from "./byte-reader.ts";

/** What a TLS client offers in its first message (RFC 8446 §4.1.2). */
export interface ClientOffer {
  /** Numbers of the IANA registry, as four hexadecimal digits. */
  readonly cipherSuites: readonly string[];
  /** Highest to lowest, as the client has them: `0304` is TLS 1.3, `0303` TLS 1.2. */
  readonly versions: readonly string[];
}

const SUPPORTED_VERSIONS = "002b";

/** Reads the ClientHello of a client that has just connected; undefined when it sends none. */
export async function readClientHello(conn: Deno.Conn): Promise<ClientOffer | undefined> {
  const reader = new ByteReader(conn);
  const header = await reader.exactly(5);
  if (header?.[0] !== 22) return undefined;
  const message = await reader.exactly(header[3]! << 8 | header[4]!);
  return message?.[0] === 1 ? parse(new Fields(message.subarray(4))) : undefined;
}

function parse(hello: Fields): ClientOffer {
  const legacyVersion = hello.hex(2);
  hello.hex(32); // random
  hello.vector(1); // session id
  const cipherSuites = hello.vector(2).pairs();
  hello.vector(1); // compression methods
  let versions = [legacyVersion];
  for (const extensions = hello.vector(2); !extensions.isAtEnd;) {
    const type = extensions.hex(2);
    const content = extensions.vector(2);
    if (type === SUPPORTED_VERSIONS) versions = content.vector(1).pairs();
  }
  return { cipherSuites, versions };
}

/** Walks over the fields of a TLS message. */
class Fields {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  hex(length: number): string {
    return this.#take(length).toHex();
  }

  /** A part with its length, of so many bytes, in front. */
  vector(lengthBytes: number): Fields {
    return new Fields(this.#take(Number.parseInt(this.hex(lengthBytes), 16)));
  }

  pairs(): string[] {
    return this.bytes.toHex().match(/.{4}/g) ?? [];
  }

  #take(length: number): Uint8Array {
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }
}
