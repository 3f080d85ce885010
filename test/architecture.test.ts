import assert from "node:assert/strict";
import { dirname, join, normalize, relative } from "node:path";

const ROOT = normalize(join(import.meta.dirname ?? ".", ".."));

/** Which rooms each room may import from (docs/architecture.md §1). `types` allows `import type` only. */
const RULES: Readonly<
  Record<string, { readonly values: readonly string[]; readonly types?: readonly string[] }>
> = {
  kernel: { values: [] },
  ocpp: { values: ["kernel"] },
  certificates: { values: ["kernel"], types: ["ocpp"] },
  everest: { values: ["kernel"] },
  inspection: { values: ["ocpp", "kernel"], types: ["csms", "station"] },
  host: { values: ["inspection", "kernel"], types: ["everest"] },
  csms: { values: ["certificates", "ocpp", "kernel"] },
  variables: { values: ["ocpp", "kernel"] },
  station: { values: ["certificates", "ocpp", "variables", "kernel"] },
  bridge: { values: ["certificates", "station", "ocpp", "everest", "kernel"] },
  storage: { values: ["kernel"], types: ["station", "variables", "csms", "ocpp"] },
  "message-log": { values: ["ocpp", "variables", "kernel"], types: ["station"] },
  check: { values: ["bridge", "certificates", "everest", "variables", "kernel"], types: ["csms", "storage"] },
  runtime: {
    values: [
      "check",
      "everest",
      "csms",
      "bridge",
      "station",
      "variables",
      "storage",
      "message-log",
      "host",
      "inspection",
      "certificates",
      "ocpp",
      "kernel",
    ],
  },
  page: { values: ["inspection", "kernel"], types: ["csms", "station"] },
  commands: { values: ["runtime", "inspection", "page", "kernel"], types: ["check"] },
  "main.ts": { values: ["program.ts"] },
  "program.ts": { values: ["commands", "host"] },
};

/** Node modules that are part of the runtime and that we may use. `node:tls` does not verify (decision table). */
const PLATFORM = new Set(["node:sqlite", "node:crypto", "node:util", "node:dns"]);

/** The other ones bring the runtime's Node layer or parts of it with them: who needs it imports it when he does. */
const PART_OF_EVERY_START = new Set(["node:sqlite"]);

/** Packages that become part of the product, each with the one file that may import it. */
const PACKAGES: Readonly<Record<string, string>> = {
  "js-yaml": "src/everest/definitions-yaml.ts",
  "path-browserify": "src/kernel/posix-path.ts",
};

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly when: "at the start" | "when needed";
}

async function* sources(directory: string): AsyncIterable<string> {
  for await (const entry of Deno.readDir(directory)) {
    const path = join(directory, entry.name);
    if (entry.isDirectory) yield* sources(path);
    else if (entry.name.endsWith(".ts")) yield path;
  }
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']/gm;
const DYNAMIC_IMPORT = /\bimport\(\s*["']([^"']+)["']/g;

async function importsOf(path: string): Promise<Import[]> {
  const text = await Deno.readTextFile(path);
  const file = relative(ROOT, path);
  return [
    ...[...text.matchAll(IMPORT)].map((match) => ({
      file,
      specifier: match[2] ?? "",
      typeOnly: !!match[1],
      when: "at the start" as const,
    })),
    ...[...text.matchAll(DYNAMIC_IMPORT)].map((match) => ({
      file,
      specifier: match[1] ?? "",
      typeOnly: false,
      when: "when needed" as const,
    })),
  ];
}

function roomOf(file: string): string {
  return file.startsWith("src/") ? file.split("/")[1] ?? "" : file;
}

async function productImports(): Promise<Import[]> {
  const found = [...await importsOf(join(ROOT, "main.ts")), ...await importsOf(join(ROOT, "program.ts"))];
  for await (const path of sources(join(ROOT, "src"))) found.push(...await importsOf(path));
  return found;
}

function isAllowed(found: Import): boolean {
  const room = roomOf(found.file);
  const target = roomOf(relative(ROOT, join(ROOT, dirname(found.file), found.specifier)));
  if (target === room) return true;
  const rule = RULES[room];
  return !!rule && (rule.values.includes(target) || (found.typeOnly && !!rule.types?.includes(target)));
}

Deno.test("every import goes through a door that the architecture shows", async () => {
  const imports = await productImports();
  assert.ok(imports.length > 100, `only ${imports.length} imports found: is the reader broken?`);
  const forbidden = imports
    .filter((found) => found.specifier.startsWith("."))
    .filter((found) => !isAllowed(found))
    .map((found) => `${found.file} imports ${found.typeOnly ? "type " : ""}${found.specifier}`);
  assert.deepEqual(forbidden, []);
});

/** The files that import each other in a circle, one list for each circle found. Type imports count. */
function circlesIn(imports: readonly Import[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { file, specifier } of imports) {
    if (!specifier.startsWith(".")) continue;
    targets.set(file, [...targets.get(file) ?? [], normalize(join(dirname(file), specifier))]);
  }
  const done = new Set<string>();
  const circles: string[][] = [];
  const follow = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) return void circles.push([...path.slice(path.indexOf(file)), file]);
    if (done.has(file)) return;
    for (const target of targets.get(file) ?? []) follow(target, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) follow(file, []);
  return circles;
}

Deno.test("no files import each other in a circle, not even for their types", async () => {
  const circles = circlesIn(await productImports());
  assert.deepEqual(circles.map((circle) => circle.join(" -> ")), []);
});

Deno.test("the product imports its own files, the runtime's modules and the packages named here", async () => {
  const foreign = (await productImports())
    .filter(({ specifier }) => !specifier.startsWith(".") && !PLATFORM.has(specifier))
    .filter(({ specifier, file }) => PACKAGES[specifier] !== file)
    .map((found) => `${found.file} imports ${found.specifier}`);
  assert.deepEqual(foreign, []);
});

Deno.test("a start loads nothing of the runtime's Node layer", async () => {
  const loaded = (await productImports())
    .filter(({ specifier, typeOnly, when }) =>
      specifier.startsWith("node:") && !typeOnly && when === "at the start"
    )
    .filter(({ specifier }) => !PART_OF_EVERY_START.has(specifier))
    .map(({ file, specifier }) => `${file} imports ${specifier}`);
  assert.deepEqual(loaded, []);
});

Deno.test("nothing imports node:tls, which accepts forged certificates", async () => {
  const offenders: string[] = [];
  for (const directory of ["src", "test", "tools"]) {
    for await (const path of sources(join(ROOT, directory))) {
      for (const found of await importsOf(path)) {
        if (found.specifier === "node:tls") offenders.push(found.file);
      }
    }
  }
  assert.deepEqual(offenders, []);
});

Deno.test("only the host reads clocks, sets timers and draws random numbers", async () => {
  const ambient = /\b(Date\.now|performance\.now|setTimeout|setInterval|Math\.random)\b|new Date\(\)/;
  const offenders: string[] = [];
  for await (const path of sources(join(ROOT, "src"))) {
    const file = relative(ROOT, path);
    if (roomOf(file) === "host" || file.includes("/generated/")) continue;
    const lines = (await Deno.readTextFile(path)).split("\n");
    lines.forEach((line, index) => {
      const code = line.replace(/\/\/.*|^\s*\*.*/, "");
      if (ambient.test(code)) offenders.push(`${file}:${index + 1}`);
    });
  }
  assert.deepEqual(offenders, []);
});

Deno.test("no source file grows past 400 lines", async () => {
  const long: string[] = [];
  for await (const path of sources(join(ROOT, "src"))) {
    if (path.includes("/generated/")) continue;
    const lines = (await Deno.readTextFile(path)).split("\n").length;
    if (lines > 401) long.push(`${relative(ROOT, path)}: ${lines}`);
  }
  assert.deepEqual(long, []);
});
