import { basename, dirname, join } from "node:path";

/** Which paths exist, relative to the root of the project. */
export type Exists = (path: string) => boolean;

/**
 * The unit tests beside a source file: the file of the same name, and the folder that mirrors its own. Empty when there
 * is neither.
 */
export function nearestTests(source: string, exists: Exists): readonly string[] {
  const folder = dirname(source).replace(/^src/, "test/unit");
  const own = join(folder, basename(source).replace(/\.ts$/, ".test.ts"));
  if (exists(own)) return [own, folder];
  return exists(folder) ? [folder] : [];
}
