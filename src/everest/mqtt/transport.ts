/** An ordered byte stream to a broker, already open. */
export interface Transport {
  /** The next bytes, never reused afterwards; undefined at the end of the stream. Rejects when it breaks. */
  read(): Promise<Uint8Array | undefined>;
  /** Resolves when all bytes are handed over. Rejects when the stream is broken. */
  write(bytes: Uint8Array): Promise<void>;
  /** Idempotent; a pending read ends. */
  close(): void;
}
