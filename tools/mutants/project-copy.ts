import { join } from "node:path";
import type { RequirementRow } from "../coverage/requirement-table.ts";
import { lineOf, mutated, type Mutation, mutationsOf } from "./mutations.ts";
import { nearestTests } from "./nearest-tests.ts";
import type { Verdict } from "./report.ts";
import { stationTests } from "./station-tests.ts";
import { TEST_PERMISSIONS } from "../test/permissions.ts";

/** A mutant that keeps its tests waiting for so long, and so many times as long as without it, has been noticed. */
const PATIENCE_MS = 30_000;
const PATIENCE_FACTOR = 5;
/** Tests without a mutant that take longer are stuck themselves. */
const HEALTHY_LIMIT_MS = 600_000;
const COPIED = [
  ...["src", "test", "device-model", "config", "requirements", "systemd"],
  ...["build.sh", "deno.json", "deno.lock", "main.ts", "program.ts"],
];

/** A place of the source that can be changed. */
export interface Place {
  readonly file: string;
  readonly mutation: Mutation;
}

/** Tests that are run together, and what becomes of a mutant that they notice. */
interface Stage {
  readonly tests: readonly string[];
  readonly outcome: Verdict["outcome"];
}

/** A copy of the project, in which one place at a time is changed while the project itself may go on changing. */
export class ProjectCopy implements Disposable {
  readonly #directory = Deno.makeTempDirSync({ prefix: "mutants-" });
  readonly #rows: readonly RequirementRow[];
  /** Tests that pass without a mutant, with their share of the time that it took. */
  readonly #healthy = new Map<string, number>();

  constructor(root: string, rows: readonly RequirementRow[]) {
    this.#rows = rows;
    for (const name of COPIED) copy(join(root, name), join(this.#directory, name));
  }

  placesIn(path: string): readonly Place[] {
    return this.#sourcesIn(path).flatMap((file) =>
      mutationsOf(this.#read(file)).map((mutation) => ({ file, mutation }))
    );
  }

  /** Tests the mutant with the nearest unit tests first, and then with those of the whole station. */
  async judge({ file, mutation }: Place): Promise<Verdict> {
    const unitTests = nearestTests(file, (candidate) => exists(join(this.#directory, candidate)));
    const stages: readonly Stage[] = [
      ...unitTests.map((test): Stage => ({ tests: [test], outcome: "killedByUnitTest" })),
      ...stationTests(file, this.#rows).map((tests): Stage => ({ tests, outcome: "killedByStationTest" })),
    ];
    const source = this.#read(file);
    const mutant = mutated(source, mutation);
    const line = lineOf(source, mutation.start);
    const lineIn = (text: string) => text.split("\n")[line - 1]?.trim() ?? "";
    const about = {
      file,
      line,
      operator: mutation.operator,
      original: lineIn(source),
      mutant: lineIn(mutant),
    };
    for (const { tests, outcome } of stages) {
      await this.#assertHealthy(tests);
      Deno.writeTextFileSync(join(this.#directory, file), mutant);
      try {
        const usualMs = tests.reduce((sum, test) => sum + (this.#healthy.get(test) ?? 0), 0);
        if (!await this.#passes(tests, PATIENCE_MS + PATIENCE_FACTOR * usualMs)) return { ...about, outcome };
      } finally {
        Deno.writeTextFileSync(join(this.#directory, file), source);
      }
    }
    return { ...about, outcome: "survived" };
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.#directory, { recursive: true });
  }

  /** Tests that fail without any mutant would notice every one of them. */
  async #assertHealthy(tests: readonly string[]): Promise<void> {
    const unknown = tests.filter((test) => !this.#healthy.has(test));
    if (unknown.length === 0) return;
    const startMs = performance.now();
    if (!await this.#passes(unknown, HEALTHY_LIMIT_MS)) {
      throw new Error(`without a mutant fails one of ${unknown.join(", ")}`);
    }
    const shareMs = (performance.now() - startMs) / unknown.length;
    for (const test of unknown) this.#healthy.set(test, shareMs);
  }

  async #passes(tests: readonly string[], patienceMs: number): Promise<boolean> {
    const run = new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        ...TEST_PERMISSIONS,
        "--preload",
        "test/fuzz/seed.ts",
        "--no-check",
        "--fail-fast",
        "--quiet",
        ...tests,
      ],
      cwd: this.#directory,
      stdout: "null",
      stderr: "null",
    }).spawn();
    const timer = setTimeout(() => run.kill("SIGKILL"), patienceMs);
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
