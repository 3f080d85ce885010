/**
 * The first flight of servers no TLS library lets us run any more: it is not encrypted, so it can be written by hand.
 * A client that looks at it properly hangs up.
 */
export interface TlsImpostor {
  readonly port: number;
  /** Bytes each client sent after its ClientHello, so a test can see that nothing else left. */
  readonly afterHello: Uint8Array[];
  stop(): Promise<void>;
}

const HANDSHAKE = 22;
const ALERT = 21;
const TLS_1_1 = 0x0302;
const TLS_1_2 = 0x0303;
const ECDHE_ECDSA_AES128_GCM = 0xc02b;
const RSA_AES128_GCM = 0x009c;

/** Answers every ClientHello with these bytes. */
export function startTlsImpostor(firstFlight: Uint8Array): TlsImpostor {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const afterHello: Uint8Array[] = [];
  const serving: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const conn of listener) serving.push(serve(conn, firstFlight, afterHello));
  })();
  return {
    port: (listener.addr as Deno.NetAddr).port,
    afterHello,
    async stop() {
      listener.close();
      await accepting;
      await Promise.all(serving);
    },
  };
}

async function serve(conn: Deno.Conn, firstFlight: Uint8Array, afterHello: Uint8Array[]): Promise<void> {
  const buffer = new Uint8Array(16 * 1024);
  try {
    if (await conn.read(buffer) === null) return;
    await conn.write(firstFlight);
    for (let count = await conn.read(buffer); count !== null; count = await conn.read(buffer)) {
      afterHello.push(buffer.slice(0, count));
    }
  } catch {
    // The client hung up, as it should.
  } finally {
    conn.close();
  }
}

/** A ServerHello that goes back to TLS 1.1. */
export function helloOfTls11(): Uint8Array {
  return record(HANDSHAKE, TLS_1_1, serverHello(TLS_1_1, RSA_AES128_GCM));
}

/** The alert of a server that speaks nothing newer than TLS 1.1. */
export function alertProtocolVersion(): Uint8Array {
  return record(ALERT, TLS_1_1, Uint8Array.of(2, 70));
}

/** The alert of a server that has no cipher suite in common with us. */
export function alertHandshakeFailure(): Uint8Array {
  return record(ALERT, TLS_1_2, Uint8Array.of(2, 40));
}

/** A TLS 1.2 server showing this certificate chain, up to ServerHelloDone; it cannot prove to own the key. */
export function flightWithCertificates(chain: readonly Uint8Array[]): Uint8Array {
  const list = chain.map((der) => vector24(der));
  const key = new Uint8Array(32).fill(9);
  const signature = new Uint8Array(70).fill(1);
  return join(
    record(HANDSHAKE, TLS_1_2, serverHello(TLS_1_2, ECDHE_ECDSA_AES128_GCM)),
    record(HANDSHAKE, TLS_1_2, handshake(11, vector24(join(...list)))),
    // ServerKeyExchange: named curve x25519, public key, ecdsa_secp256r1_sha256 signature.
    record(
      HANDSHAKE,
      TLS_1_2,
      handshake(
        12,
        join(
          Uint8Array.of(3, 0, 29, key.length),
          key,
          Uint8Array.of(4, 3),
          uint16(signature.length),
          signature,
        ),
      ),
    ),
    record(HANDSHAKE, TLS_1_2, handshake(14, new Uint8Array(0))),
  );
}

function serverHello(version: number, suite: number): Uint8Array {
  const random = crypto.getRandomValues(new Uint8Array(32));
  // Session id and extensions are empty, compression is none.
  return handshake(2, join(uint16(version), random, Uint8Array.of(0), uint16(suite), Uint8Array.of(0)));
}

function handshake(type: number, body: Uint8Array): Uint8Array {
  return join(Uint8Array.of(type), vector24(body));
}

function record(type: number, version: number, content: Uint8Array): Uint8Array {
  return join(Uint8Array.of(type), uint16(version), uint16(content.length), content);
}

function vector24(content: Uint8Array): Uint8Array {
  return join(Uint8Array.of(content.length >> 16, content.length >> 8, content.length), content);
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value);
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
