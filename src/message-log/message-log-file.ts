import { join } from "../kernel/posix-path.ts";
import { type Clock, toTimestamp } from "../kernel/clock.ts";
import type { LogRotation } from "./message-log-config.ts";
import type { LogDisk } from "./message-log-disk.ts";
import { planRotation } from "./message-log-rotation.ts";

export interface LogFileOptions {
  readonly disk: LogDisk;
  readonly clock: Clock;
  readonly directory: string;
  readonly name: string;
  /** Written at the start of an empty file. */
  readonly head?: string;
  /** Written once before the first entry of this run when the file has content. */
  readonly resume?: string;
  readonly rotation?: LogRotation;
  /** Called after rotated files had to be deleted. */
  readonly onDeleted?: () => void;
}

/** One log file that is only ever appended to, and set aside when it is full. */
export class LogFile {
  readonly #options: LogFileOptions;
  readonly #encoder = new TextEncoder();
  #resumed = false;

  constructor(options: LogFileOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  /** Appends the entries in order. Rejects when the disk refuses; then some of them may be missing. */
  async append(entries: readonly string[]): Promise<void> {
    const { disk, head = "", resume = "" } = this.#options;
    // Looked at every time: others may have moved, emptied or deleted the file.
    const size = await disk.size(this.#path());
    let chunk = new Chunk(size, this.#encoder.encode(size === 0 ? head : this.#resumed ? "" : resume));
    this.#resumed = true;
    for (const entry of entries) {
      const bytes = this.#encoder.encode(entry);
      if (chunk.hasEntries && this.#isFull(chunk.fileBytes + bytes.length)) {
        await this.#write(chunk);
        await this.#rotate();
        chunk = new Chunk(0, this.#encoder.encode(head));
      }
      chunk.add(bytes);
    }
    await this.#write(chunk);
  }

  #isFull(size: number): boolean {
    const { rotation } = this.#options;
    return rotation !== undefined && size > rotation.maximumFileBytes;
  }

  async #write(chunk: Chunk): Promise<void> {
    const bytes = chunk.bytes();
    if (bytes.length > 0) await this.#options.disk.append(this.#path(), bytes);
  }

  async #rotate(): Promise<void> {
    const { disk, directory, name, rotation, clock, onDeleted } = this.#options;
    if (!rotation) return;
    const date = toTimestamp(clock.wallMs()).replace(/\D/g, "").slice(0, 14);
    const plan = planRotation(name, await disk.names(directory), rotation, date);
    for (const file of plan.remove) await disk.remove(join(directory, file));
    for (const { from, to } of plan.rename) await disk.rename(join(directory, from), join(directory, to));
    if (plan.remove.length > 0) onDeleted?.();
  }

  #path(): string {
    return join(this.#options.directory, this.#options.name);
  }
}

/** What goes into the file with one write. */
class Chunk {
  readonly #parts: Uint8Array[];
  /** True when the file, with this chunk, holds more than its head. */
  hasEntries: boolean;
  /** Size of the file once this chunk is written. */
  fileBytes: number;

  constructor(size: number, opening: Uint8Array) {
    this.#parts = [opening];
    this.hasEntries = size > 0;
    this.fileBytes = size + opening.length;
  }

  add(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.hasEntries = true;
    this.fileBytes += bytes.length;
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let offset = 0;
    for (const part of this.#parts) {
      all.set(part, offset);
      offset += part.length;
    }
    return all;
  }
}
