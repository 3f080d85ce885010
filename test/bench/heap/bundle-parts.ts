/** A comment of the bundler, before the text of each source file. */
const SOURCE = /^\/\/ ((?:npm:|src\/)\S+|program\.ts)/;
/** What the module itself declares; functions inside of functions are indented. */
const DECLARED = /^(?:async )?(?:var|function\*?|class) ([\w$]+)/;

/** Which part of the program owns what of a bundle. A part is a room, or a block of the station. */
export interface BundleParts {
  /** Characters of each part's text. */
  readonly textSizes: ReadonlyMap<string, number>;
  /** The part at a line, from 0. */
  partAt(line: number): string | undefined;
  /** The part that declares this variable, function or class. */
  partOf(name: string): string | undefined;
}

export function bundleParts(bundle: string): BundleParts {
  const byLine: (string | undefined)[] = [];
  const byName = new Map<string, string>();
  const textSizes = new Map<string, number>();
  let part: string | undefined;
  for (const line of bundle.split("\n")) {
    const source = SOURCE.exec(line)?.[1];
    if (source !== undefined) part = partNamed(source);
    byLine.push(part);
    const name = DECLARED.exec(line)?.[1];
    if (part === undefined) continue;
    textSizes.set(part, (textSizes.get(part) ?? 0) + line.length + 1);
    if (name !== undefined) byName.set(name, part);
  }
  return { textSizes, partAt: (line) => byLine[line], partOf: (name) => byName.get(name) };
}

function partNamed(source: string): string {
  const [, room = "program", folder = ""] = source.split("/");
  if (source.startsWith("npm:")) return source.split("/")[0] ?? source;
  return room === "station" && !folder.endsWith(".ts") ? `station/${folder}` : room;
}
