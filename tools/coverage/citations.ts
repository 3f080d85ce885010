import { join, relative } from "node:path";
import { requirementIds } from "./tables.ts";

/** Requirement -> files that cite it, both sorted. */
export type Citations = ReadonlyMap<string, readonly string[]>;

/** All TypeScript files below a directory, sorted; none when it does not exist. */
export function typescriptFiles(directory: string): string[] {
  const found: string[] = [];
  const visit = (at: string) => {
    for (const entry of Deno.readDirSync(at)) {
      const path = join(at, entry.name);
      if (entry.isDirectory) visit(path);
      else if (entry.name.endsWith(".ts")) found.push(path);
    }
  };
  try {
    visit(directory);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort();
}

/** Which of the files below `directory` that count cite which requirements; paths relative to `root`. */
export function citationsBelow(
  directory: string,
  root: string,
  counts: (path: string) => boolean,
): Citations {
  const citations = new Map<string, string[]>();
  for (const path of typescriptFiles(directory).filter(counts)) {
    for (const id of requirementIds(Deno.readTextFileSync(path))) {
      citations.set(id, [...citations.get(id) ?? [], relative(root, path)]);
    }
  }
  return new Map([...citations].sort(([a], [b]) => a < b ? -1 : 1));
}

/** The certification cases that have a test: `tc-b-01-cs.test.ts` -> `TC_B_01_CS`. */
export function testedCases(directory: string): ReadonlySet<string> {
  const names = typescriptFiles(directory).map((path) =>
    /(?:^|\/)(tc-[a-z0-9-]+)\.test\.ts$/.exec(path)?.[1]
  );
  return new Set(names.flatMap((name) => name ? [name.toUpperCase().replaceAll("-", "_")] : []));
}
