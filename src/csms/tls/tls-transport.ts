import type { Transport } from "../websocket/transport.ts";
import { closeQuietly } from "../websocket/transport.ts";

/** Why a read ends when we close the connection. */
const CLOSED = "the connection was closed";

/**
 * A TLS connection that reports when its socket is closed. The runtime would leave the socket of a closed connection open
 * until the peer has received what was written, without a sign of it; so the writing side ends first, and the connection
 * is closed after that.
 */
export class TlsTransport implements Transport {
  #failRead: ((reason: Error) => void) | undefined;
  #isClosed = false;

  /** @param givenUp hears of the closing; the promise resolves when the socket is closed */
  constructor(
    private readonly conn: Deno.TlsConn,
    private readonly givenUp: (released: Promise<void>) => void,
  ) {}

  read(buffer: Uint8Array): Promise<number | null> {
    if (this.#isClosed) return Promise.reject(new Error(CLOSED));
    return new Promise((resolve, reject) => {
      this.#failRead = reject;
      this.conn.read(buffer).then(resolve, reject);
    });
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#isClosed ? Promise.reject(new Error(CLOSED)) : this.conn.write(bytes);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#failRead?.(new Error(CLOSED));
    // It fails when the connection is broken already; either way nothing is left to write.
    const written = this.conn.closeWrite().catch(() => {});
    this.givenUp(written.then(() => closeQuietly(this.conn)));
  }
}
