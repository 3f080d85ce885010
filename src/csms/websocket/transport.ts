/**
 * A connected stream of bytes: a `Deno.Conn` fits. Closing makes a pending read reject; a pending write may wait until the
 * peer reads or goes.
 */
export interface Transport {
  /** Resolves with null at the end of the stream. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Resolves with the number of bytes written. */
  write(bytes: Uint8Array): Promise<number>;
  close(): void;
}

/** Closes a transport that may already be closed. */
export function closeQuietly(transport: Transport): void {
  try {
    transport.close();
  } catch {
    // Deno throws when the socket is already closed.
  }
}
