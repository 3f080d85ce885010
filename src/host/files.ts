import { join } from "node:path";

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
