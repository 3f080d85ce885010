import { reasonOf } from "../../kernel/reason-of.ts";
import { concatBytes } from "../../kernel/concat-bytes.ts";
import type { Transport } from "./transport.ts";

/**
 * Hands packets to the transport in order, one write at a time. Packets produced during the current turn, or
 * while a write is pending, leave together in the next write: with Nagle's algorithm and delayed
 * acknowledgements, every separate small segment may cost 40 ms.
 */
export class PacketWriter {
  #queued: Uint8Array[] = [];
  #queuedBytes = 0;
  #draining: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly transport: Transport,
    private readonly onFailure: (reason: string) => void,
  ) {}

  /** Bytes not handed to the transport yet. */
  get unsentBytes(): number {
    return this.#queuedBytes;
  }

  send(bytes: Uint8Array): void {
    if (this.#stopped) return;
    this.#queued.push(bytes);
    this.#queuedBytes += bytes.length;
    this.#draining ??= this.#drain();
  }

  /** Resolves when everything queued so far has been written or discarded. */
  async flush(): Promise<void> {
    await this.#draining;
  }

  /** Discards the queue; nothing is written afterwards. */
  stop(): void {
    this.#stopped = true;
    this.#queued = [];
    this.#queuedBytes = 0;
  }

  async #drain(): Promise<void> {
    await Promise.resolve(); // lets the rest of this turn add its packets
    try {
      while (this.#queued.length > 0) {
        const batch = concatBytes(this.#queued);
        this.#queued = [];
        await this.transport.write(batch);
        this.#queuedBytes = this.#queued.reduce((sum, part) => sum + part.length, 0);
      }
    } catch (error) {
      if (!this.#stopped) this.onFailure(reasonOf(error));
      this.stop();
    }
    this.#draining = undefined;
  }
}
