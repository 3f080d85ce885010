/** A connected stream of bytes: a `Deno.Conn` fits. Closing makes a pending read or write reject. */
export interface Transport {
  /** Resolves with null at the end of the stream. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Resolves with how many bytes were taken. */
  write(bytes: Uint8Array): Promise<number>;
  close(): void;
}

/** Closes what may be closed already. */
export function closeQuietly(transport: Transport): void {
  try {
    transport.close();
  } catch {
    // Deno throws when the socket is already gone, which is what was wanted.
  }
}
