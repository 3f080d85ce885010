import { join } from "node:path";
import { readFacts, type StandardFacts } from "./requirement-facts.ts";
import { readTable, type TableReading } from "./requirement-table.ts";
import type { ReadFile } from "./row-problems.ts";

const FACTS = "test/fixtures/ocpp201";

/** Reads files of the project below `root`, each once. */
export function fileReader(root: string): ReadFile {
  const known = new Map<string, string | undefined>();
  return (path) => {
    if (!known.has(path)) known.set(path, textAt(join(root, path)));
    return known.get(path);
  };
}

function textAt(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

export function projectFacts(root: string): StandardFacts {
  const read = (name: string) => Deno.readTextFileSync(join(root, FACTS, name));
  return readFacts(read("requirements.json"), read("certification-cases.json"));
}

/** All tables of `requirements/`, as one. */
export function projectTable(root: string): TableReading {
  const names = [...Deno.readDirSync(join(root, "requirements"))].map(({ name }) => name).sort();
  const readings = names.map((name) => {
    const [, letter] = /^([a-p])\.json$/.exec(name) ?? [];
    if (letter === undefined) return { rows: [], problems: [`requirements/${name} is no table of a block`] };
    return readTable(letter.toUpperCase(), Deno.readTextFileSync(join(root, "requirements", name)));
  });
  return {
    rows: readings.flatMap(({ rows }) => rows),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

/** The certification cases that have a test: `tc-b-01-cs.test.ts` -> `TC_B_01_CS`. */
export function testedCases(root: string): ReadonlySet<string> {
  const names = [...Deno.readDirSync(join(root, "test/conformance"))].map(({ name }) =>
    /^(tc-[a-z0-9-]+)\.test\.ts$/.exec(name)?.[1]
  );
  return new Set(names.flatMap((name) => name ? [name.toUpperCase().replaceAll("-", "_")] : []));
}

/** All TypeScript files below a folder, sorted, relative to `root`. */
export function typescriptFiles(root: string, folder: string): string[] {
  return [...Deno.readDirSync(join(root, folder))].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return typescriptFiles(root, path);
    return name.endsWith(".ts") ? [path] : [];
  }).sort();
}
