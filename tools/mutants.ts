/**
 * `deno task mutants [--sample=120] [--offset=0] [folder or file…]`: changes a sample of places in `src/station` and
 * `src/csms` (or in what is named), one after the other in a copy of the project, and reports which changes the nearest
 * unit tests do not notice.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lineOf, mutated, type Mutation, mutationsOf } from "./mutants/mutations.ts";
import { nearestTests } from "./mutants/nearest-tests.ts";
import { renderReport, renderVerdict, type Verdict } from "./mutants/report.ts";
import { evenSample } from "./mutants/sample.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");
/** A mutant that keeps its tests waiting has been noticed. */
const PATIENCE_MS = 240_000;
const COPIED = ["src", "test", "device-model", "config", "deno.json", "deno.lock"];

interface Place {
  readonly file: string;
  readonly mutation: Mutation;
  readonly tests: readonly string[];
}

/** A copy of the project, in which one place at a time is changed while the project itself may go on changing. */
class ProjectCopy implements Disposable {
  readonly #directory = Deno.makeTempDirSync({ prefix: "mutants-" });

  constructor() {
    for (const name of COPIED) copy(join(ROOT, name), join(this.#directory, name));
  }

  placesIn(path: string): readonly Place[] {
    return this.#sourcesIn(path).flatMap((file) => {
      const tests = nearestTests(file, (candidate) => exists(join(this.#directory, candidate)));
      return tests.length === 0
        ? []
        : mutationsOf(this.#read(file)).map((mutation) => ({ file, mutation, tests }));
    });
  }

  /** Tests that fail without any mutant would notice every one of them. */
  async assertHealthy(places: readonly Place[]): Promise<void> {
    for (const test of new Set(places.flatMap(({ tests }) => tests))) {
      if (!await this.#passes(test)) throw new Error(`${test} fails without a mutant`);
    }
  }

  /** Tests the mutant with the nearest file first, which notices most, and then with its folder. */
  async judge({ file, mutation, tests }: Place): Promise<Verdict> {
    const source = this.#read(file);
    const mutant = mutated(source, mutation);
    const line = lineOf(source, mutation.start);
    Deno.writeTextFileSync(join(this.#directory, file), mutant);
    try {
      const text = mutant.split("\n")[line - 1] ?? "";
      return { file, line, operator: mutation.operator, text, outcome: await this.#outcomeOf(tests) };
    } finally {
      Deno.writeTextFileSync(join(this.#directory, file), source);
    }
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.#directory, { recursive: true });
  }

  async #outcomeOf(tests: readonly string[]): Promise<Verdict["outcome"]> {
    for (const test of tests) {
      if (!await this.#passes(test)) return "killed";
    }
    return "survived";
  }

  async #passes(test: string): Promise<boolean> {
    const run = new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-check", "--fail-fast", "--quiet", test],
      cwd: this.#directory,
      stdout: "null",
      stderr: "null",
    }).spawn();
    const timer = setTimeout(() => run.kill("SIGKILL"), PATIENCE_MS);
    const { success } = await run.status;
    clearTimeout(timer);
    return success;
  }

  #sourcesIn(path: string): readonly string[] {
    if (path.endsWith(".ts")) return [path];
    return [...Deno.readDirSync(join(this.#directory, path))]
      .flatMap(({ name, isDirectory }) =>
        isDirectory || name.endsWith(".ts") ? this.#sourcesIn(join(path, name)) : []
      ).toSorted();
  }

  #read(file: string): string {
    return Deno.readTextFileSync(join(this.#directory, file));
  }
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path) !== undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function copy(from: string, to: string): void {
  if (Deno.statSync(from).isFile) return Deno.copyFileSync(from, to);
  Deno.mkdirSync(to, { recursive: true });
  for (const { name } of Deno.readDirSync(from)) copy(join(from, name), join(to, name));
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    args: Deno.args,
    allowPositionals: true,
    options: { sample: { type: "string", default: "120" }, offset: { type: "string", default: "0" } },
  });
  using copyOfProject = new ProjectCopy();
  const wanted = positionals.length > 0 ? positionals : ["src/station", "src/csms"];
  const places = wanted.flatMap((path) => copyOfProject.placesIn(path.replace(/\/$/, "")));
  const sample = evenSample(places, Number(values.sample), Number(values.offset));
  console.log(`${sample.length} of ${places.length} mutants`);
  await copyOfProject.assertHealthy(sample);
  const verdicts: Verdict[] = [];
  for (const place of sample) {
    const verdict = await copyOfProject.judge(place);
    verdicts.push(verdict);
    console.log(renderVerdict(verdict));
  }
  console.log(renderReport(verdicts));
}
