import { withoutByteOrderMark } from "../kernel/byte-order-mark.ts";
import { MAX_COMPONENT_FILE_BYTES } from "../kernel/limits.ts";
import { join } from "../kernel/posix-path.ts";
import { reasonOf } from "../kernel/reason-of.ts";
import type { ComponentFile, ComponentFiles } from "../variables/load-components.ts";

export type FilesReading =
  | { readonly kind: "files"; readonly files: ComponentFiles }
  | { readonly kind: "unreadable"; readonly reason: string; readonly cause: unknown };

/** Reads `standardized/*.json` and `custom/*.json` of a component configuration; `custom` may be absent. */
export async function readComponentFiles(directory: string): Promise<FilesReading> {
  try {
    const [standardized, custom] = await Promise.all([
      readFolder(join(directory, "standardized")),
      readFolder(join(directory, "custom")).catch((error) => {
        if (error instanceof Deno.errors.NotFound) return [];
        throw error;
      }),
    ]);
    return { kind: "files", files: { standardized, custom } };
  } catch (error) {
    return { kind: "unreadable", reason: reasonOf(error), cause: error };
  }
}

async function readFolder(directory: string): Promise<ComponentFile[]> {
  const paths: string[] = [];
  for await (const entry of Deno.readDir(directory)) {
    if (!entry.isDirectory && entry.name.endsWith(".json")) paths.push(join(directory, entry.name));
  }
  return await Promise.all(paths.sort().map(async (path) => ({ path, text: await readComponentText(path) })));
}

/** A pipe or a device would keep the station from starting, because it never ends. */
async function readComponentText(path: string): Promise<string> {
  const { isFile, size } = await Deno.stat(path);
  if (!isFile) throw new Error(`${path} is not a regular file`);
  if (size > MAX_COMPONENT_FILE_BYTES) {
    throw new Error(`${path} is longer than ${MAX_COMPONENT_FILE_BYTES / 1024 / 1024} MB`);
  }
  return withoutByteOrderMark(await Deno.readTextFile(path));
}
