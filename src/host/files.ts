import { join } from "../kernel/posix-path.ts";
import { concatBytes } from "../kernel/concat-bytes.ts";
import { closedPathText } from "./closed-path.ts";
import { fileFailureText } from "./file-failure.ts";

/** True when something exists at `path` and may be looked at. */
export function existsSync(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    // Absent or hidden: for us the same.
    return false;
  }
}

/** The bytes of a file; undefined when it has more than `maxBytes`. Rejects when the file system refuses. */
export async function readBounded(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
  using file = await Deno.open(path);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of file.readable) {
    length += chunk.length;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return concatBytes(chunks);
}

/** Files of other programs, as text. Every method rejects when the file system refuses. */
export const textFiles = {
  read: (path: string): Promise<string> => Deno.readTextFile(path),
  /** Paths of the files in a directory, sorted; undefined when `path` is no directory. */
  async filesIn(path: string): Promise<readonly string[] | undefined> {
    if (!(await Deno.stat(path)).isDirectory) return undefined;
    const entries = await Array.fromAsync(Deno.readDir(path));
    return entries.filter((entry) => !entry.isDirectory).map(({ name }) => join(path, name)).sort();
  },
};

/** The same for readers that pass the reason on: it names the file in words, and who may read it. */
export const namedTextFiles: typeof textFiles = {
  read: (path) => textFiles.read(path).catch((error) => failNaming(path, error)),
  filesIn: (path) => textFiles.filesIn(path).catch((error) => failNaming(path, error)),
};

function failNaming(path: string, cause: unknown): never {
  throw new Error(unreadablePathText(path, cause), { cause });
}

/** Why a path cannot be read, in words that begin with it. */
export function unreadablePathText(path: string, cause: unknown): string {
  return cause instanceof Deno.errors.PermissionDenied
    ? closedPathText({ path, access: "read" })
    : `${path}: ${fileFailureText(cause)}`;
}
