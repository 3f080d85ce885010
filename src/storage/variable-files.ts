import { withoutByteOrderMark } from "../kernel/byte-order-mark.ts";
import { MAX_COMPONENT_FILE_BYTES } from "../kernel/limits.ts";
import { join } from "../kernel/posix-path.ts";
import type { ComponentFile, ComponentFiles } from "../variables/load-components.ts";

/** What cannot be read: one of the two folders, or a file in them. */
export interface UnreadableComponents {
  readonly kind: "unreadable";
  readonly what: "folder" | "file";
  readonly path: string;
  readonly cause: unknown;
}

export type FilesReading = { readonly kind: "files"; readonly files: ComponentFiles } | UnreadableComponents;

/** Reads `standardized/*.json` and `custom/*.json` of a component configuration; `custom` may be absent. */
export async function readComponentFiles(directory: string): Promise<FilesReading> {
  const custom = join(directory, "custom");
  try {
    const [standardized, own] = await Promise.all([
      readFolder(join(directory, "standardized")),
      isAbsent(custom).then((absent) => absent ? [] : readFolder(custom)),
    ]);
    return { kind: "files", files: { standardized, custom: own } };
  } catch (error) {
    if (error instanceof Unreadable) return { kind: "unreadable", ...error.where };
    throw error;
  }
}

class Unreadable extends Error {
  constructor(readonly where: Omit<UnreadableComponents, "kind">) {
    super(`${where.path} cannot be read`);
  }
}

/** A link that leads nowhere, e.g. to a disk that is not mounted, is not absent: without its files values would go. */
async function isAbsent(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => false, (error) => error instanceof Deno.errors.NotFound);
}

async function readFolder(directory: string): Promise<ComponentFile[]> {
  const paths = await jsonFilesIn(directory).catch((cause: unknown) => {
    throw new Unreadable({ what: "folder", path: directory, cause });
  });
  return await Promise.all(paths.map(async (path) => ({ path, text: await readComponentText(path) })));
}

async function jsonFilesIn(directory: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(directory));
  return entries.filter(({ isDirectory, name }) => !isDirectory && name.endsWith(".json"))
    .map(({ name }) => join(directory, name)).sort();
}

async function readComponentText(path: string): Promise<string> {
  try {
    await assertReadable(path);
    return withoutByteOrderMark(await Deno.readTextFile(path));
  } catch (cause) {
    throw new Unreadable({ what: "file", path, cause });
  }
}

/** A pipe or a device would keep the station from starting, because it never ends. */
async function assertReadable(path: string): Promise<void> {
  const { isFile, size } = await Deno.stat(path);
  if (!isFile) throw new Error("it is not a regular file");
  if (size > MAX_COMPONENT_FILE_BYTES) {
    throw new Error(`it is longer than ${MAX_COMPONENT_FILE_BYTES / 1024 / 1024} MB`);
  }
}
