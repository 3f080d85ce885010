import { join } from "node:path";

/** Files below a directory in which the text occurs, whatever its case. */
export async function filesWith(directory: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(directory)) {
    const path = join(directory, entry.name);
    if (entry.isDirectory) found.push(...await filesWith(path, text));
    else if (entry.isFile) {
      const content = new TextDecoder("latin1").decode(await Deno.readFile(path)).toLowerCase();
      if (content.includes(text.toLowerCase())) found.push(entry.name);
    }
  }
  return found.sort();
}
