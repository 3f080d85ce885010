import { dirname } from "../kernel/posix-path.ts";

/** What a log file needs of the file system. Everything rejects when the disk refuses. */
export interface LogDisk {
  /** In bytes; 0 when there is no such file. */
  size(path: string): Promise<number>;
  /** Creates the file, and the directories above it, when they are missing. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** The last bytes of a file, at most so many. */
  tail(path: string, maxBytes: number): Promise<Uint8Array>;
  /** Names of the entries in a directory. */
  names(directory: string): Promise<string[]>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}

/**
 * Tokens are in the logs. They are for those who may ask the module for the same (`log export`): its user and its group,
 * unless the umask leaves less.
 */
const OWNER_AND_GROUP = 0o640;

/** The real one. No file stays open: a file that others move or delete is begun anew. */
export const denoLogDisk: LogDisk = {
  async size(path) {
    try {
      return (await Deno.stat(path)).size;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return 0;
      throw error;
    }
  },
  async append(path, bytes) {
    try {
      await append(path, bytes);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      await Deno.mkdir(dirname(path), { recursive: true });
      await append(path, bytes);
    }
  },
  async tail(path, maxBytes) {
    using file = await Deno.open(path);
    const { size } = await file.stat();
    await file.seek(Math.max(0, size - maxBytes), Deno.SeekMode.Start);
    const bytes = new Uint8Array(Math.min(size, maxBytes));
    let length = 0;
    while (length < bytes.length) {
      const count = await file.read(bytes.subarray(length));
      if (count === null) break;
      length += count;
    }
    return bytes.subarray(0, length);
  },
  async names(directory) {
    return (await Array.fromAsync(Deno.readDir(directory))).map((entry) => entry.name);
  },
  rename: (from, to) => Deno.rename(from, to),
  remove: (path) => Deno.remove(path),
};

/** Not `writeFile`: that would give its mode to a file that is there, and would not heed the umask. */
async function append(path: string, bytes: Uint8Array): Promise<void> {
  using file = await Deno.open(path, { append: true, create: true, mode: OWNER_AND_GROUP });
  for (let written = 0; written < bytes.length;) written += await file.write(bytes.subarray(written));
}
