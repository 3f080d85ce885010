import { reasonOf } from "../../kernel/reason-of.ts";
import type { Transport } from "./transport.ts";

export type WriteOutcome = "sent" | "closed";

interface Entry {
  bytes: Uint8Array;
  readonly resolve: (outcome: WriteOutcome) => void;
}

/**
 * Writes frames in order. The first is written at once; frames queued during a write go out together with the
 * next one, so bursts become few packets without extra delay.
 */
export class WriteQueue {
  #waiting: Entry[] = [];
  /** What the transport has and has not confirmed. */
  #underWay: readonly Entry[] = [];
  #replaceable: Entry | undefined;
  #isWriting = false;
  #steps = 0;
  #stopped = false;

  /** `onFailure` is called once when the transport fails. */
  constructor(private readonly transport: Transport, private readonly onFailure: (reason: string) => void) {}

  /** What is under way: undefined: nothing; else a number that changes whenever the transport takes some of it. */
  get progress(): number | undefined {
    return this.#isWriting ? this.#steps : undefined;
  }

  /** Never rejects. */
  write(bytes: Uint8Array): Promise<WriteOutcome> {
    if (this.#stopped) return Promise.resolve("closed");
    return new Promise((resolve) => {
      this.#waiting.push({ bytes, resolve });
      this.#pump();
    });
  }

  /**
   * Writes `bytes`, or replaces the bytes of an earlier call that are still waiting, so that answers to a
   * flood of pings do not pile up (RFC 6455 §5.5.3 requires only the latest).
   */
  writeLatest(bytes: Uint8Array): void {
    if (this.#stopped) return;
    if (this.#replaceable) {
      this.#replaceable.bytes = bytes;
      return;
    }
    this.#replaceable = { bytes, resolve: () => {} };
    this.#waiting.push(this.#replaceable);
    this.#pump();
  }

  /** Every write ends as "closed", also one under way: a peer that does not read may never let it end. */
  stop(): void {
    this.#stopped = true;
    for (const entry of [...this.#underWay, ...this.#waiting.splice(0)]) entry.resolve("closed");
  }

  #pump(): void {
    if (!this.#isWriting) void this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      this.#replaceable = undefined;
      this.#underWay = batch;
      const failure = await this.#writeBatch(joined(batch));
      this.#underWay = [];
      if (failure !== undefined && !this.#stopped) {
        this.stop();
        this.onFailure(failure);
      }
      for (const entry of batch) entry.resolve(failure === undefined ? "sent" : "closed");
    }
    this.#isWriting = false;
  }

  /** Why writing failed, or undefined. */
  async #writeBatch(bytes: Uint8Array): Promise<string | undefined> {
    try {
      for (let sent = 0; sent < bytes.length; this.#steps++) {
        sent += await this.transport.write(bytes.subarray(sent));
      }
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }
}

function joined(batch: readonly Entry[]): Uint8Array {
  const [first] = batch;
  if (batch.length === 1 && first) return first.bytes;
  const all = new Uint8Array(batch.reduce((length, entry) => length + entry.bytes.length, 0));
  let offset = 0;
  for (const { bytes } of batch) {
    all.set(bytes, offset);
    offset += bytes.length;
  }
  return all;
}
