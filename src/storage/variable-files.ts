import { withoutByteOrderMark } from "../kernel/byte-order-mark.ts";
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
  return await Promise.all(
    paths.sort().map(async (path) => ({ path, text: withoutByteOrderMark(await Deno.readTextFile(path)) })),
  );
}
