import { basename } from "node:path";
import type { LogDisk } from "../../../src/message-log/message-log-disk.ts";

/** Files in memory, by base name; can be made to fail like a full disk, or to wait. */
export class MemoryDisk implements LogDisk {
  readonly files = new Map<string, string>();
  full = false;
  appends = 0;
  /** While set, appends wait for it. */
  gate: Promise<void> | undefined;

  size(path: string): Promise<number> {
    return Promise.resolve(new TextEncoder().encode(this.files.get(basename(path)) ?? "").length);
  }
  async append(path: string, bytes: Uint8Array): Promise<void> {
    this.appends++;
    await this.gate;
    if (this.full) throw new Error("No space left on device (os error 28)");
    const name = basename(path);
    this.files.set(name, (this.files.get(name) ?? "") + new TextDecoder().decode(bytes));
  }
  tail(path: string, maxBytes: number): Promise<Uint8Array> {
    const bytes = new TextEncoder().encode(this.files.get(basename(path)) ?? "");
    return Promise.resolve(bytes.subarray(Math.max(0, bytes.length - maxBytes)));
  }
  names(): Promise<string[]> {
    return Promise.resolve([...this.files.keys()]);
  }
  rename(from: string, to: string): Promise<void> {
    const content = this.files.get(basename(from));
    if (content === undefined) return Promise.reject(new Error(`no ${from}`));
    this.files.delete(basename(from));
    this.files.set(basename(to), content);
    return Promise.resolve();
  }
  remove(path: string): Promise<void> {
    return this.files.delete(basename(path)) ? Promise.resolve() : Promise.reject(new Error(`no ${path}`));
  }
}
