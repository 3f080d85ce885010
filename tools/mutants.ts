/**
 * `deno task mutants [--sample=120] [--offset=0] [folder or file…]`: changes a sample of places in `src/station` and
 * `src/csms` (or in what is named), one after the other in a copy of the project, and reports which changes the nearest
 * unit tests do not notice.
 */
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { lineOf, mutated, type Mutation, mutationsOf } from "./mutants/mutations.ts";
import { nearestTests } from "./mutants/nearest-tests.ts";
import { renderReport, type Verdict } from "./mutants/report.ts";
import { evenSample } from "./mutants/sample.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");
/** A mutant that keeps its tests waiting has been noticed. */
const PATIENCE_MS = 60_000;
const COPIED = ["src", "test", "device-model", "config", "deno.json", "deno.lock"];

interface Place {
  readonly file: string;
  readonly mutation: Mutation;
  readonly tests: readonly string[];
}

function sourcesIn(path: string): readonly string[] {
  if (path.endsWith(".ts")) return [path];
  return [...Deno.readDirSync(join(ROOT, path))]
    .flatMap(({ name, isDirectory }) =>
      isDirectory || name.endsWith(".ts") ? sourcesIn(join(path, name)) : []
    ).toSorted();
}

function placesIn(file: string): readonly Place[] {
  const tests = nearestTests(file, exists);
  if (tests.length === 0) return [];
  return mutationsOf(Deno.readTextFileSync(join(ROOT, file))).map((mutation) => ({ file, mutation, tests }));
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(join(ROOT, path)) !== undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function copyTo(directory: string): void {
  for (const name of COPIED) copy(join(ROOT, name), join(directory, name));
}

function copy(from: string, to: string): void {
  if (Deno.statSync(from).isFile) return Deno.copyFileSync(from, to);
  Deno.mkdirSync(to, { recursive: true });
  for (const { name } of Deno.readDirSync(from)) copy(join(from, name), join(to, name));
}

/** Tests the mutant with the nearest file first, which notices most, and then with its folder. */
async function judge(directory: string, { file, mutation, tests }: Place): Promise<Verdict> {
  const source = Deno.readTextFileSync(join(ROOT, file));
  const mutant = mutated(source, mutation);
  const line = lineOf(source, mutation.start);
  Deno.writeTextFileSync(join(directory, file), mutant);
  try {
    let outcome: Verdict["outcome"] = "survived";
    for (const test of tests) {
      if (await passes(directory, test)) continue;
      outcome = "killed";
      break;
    }
    return { file, line, operator: mutation.operator, text: mutant.split("\n")[line - 1] ?? "", outcome };
  } finally {
    Deno.writeTextFileSync(join(directory, file), source);
  }
}

/** Tests that fail without any mutant would notice every one of them. */
async function assertHealthy(directory: string, places: readonly Place[]): Promise<void> {
  for (const test of new Set(places.flatMap(({ tests }) => tests))) {
    if (!await passes(directory, test)) throw new Error(`${test} fails without a mutant`);
  }
}

async function passes(directory: string, test: string): Promise<boolean> {
  const run = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-check", "--fail-fast", "--quiet", test],
    cwd: directory,
    stdout: "null",
    stderr: "null",
  }).spawn();
  const timer = setTimeout(() => run.kill("SIGKILL"), PATIENCE_MS);
  const { success } = await run.status;
  clearTimeout(timer);
  return success;
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    args: Deno.args,
    allowPositionals: true,
    options: { sample: { type: "string", default: "120" }, offset: { type: "string", default: "0" } },
  });
  const wanted = positionals.length > 0 ? positionals : ["src/station", "src/csms"];
  const places = wanted.map((path) => relative(ROOT, join(ROOT, path))).flatMap(sourcesIn).flatMap(placesIn);
  const sample = evenSample(places, Number(values.sample), Number(values.offset));
  console.log(`${sample.length} of ${places.length} mutants`);
  const directory = Deno.makeTempDirSync({ prefix: "mutants-" });
  try {
    copyTo(directory);
    await assertHealthy(directory, sample);
    const verdicts: Verdict[] = [];
    for (const place of sample) {
      const verdict = await judge(directory, place);
      verdicts.push(verdict);
      if (verdict.outcome === "survived") {
        console.log(`${verdict.file}:${verdict.line} ${verdict.operator}: ${verdict.text.trim()}`);
      }
    }
    console.log(renderReport(verdicts));
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
}
