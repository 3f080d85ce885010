// deno-lint-ignore no-control-regex
const COLOURS = /\x1b\[[0-9;]*m/g;
const IGNORED = /^(.*) \.\.\. ignored \(/;
const NEEDS = /\[needs ([\w-]+)\]$/;

/** What deno's report says of tests that did not run. */
export class IgnoredTests {
  /** Missing program, or the name of a test that is ignored for another reason -> number of tests. */
  readonly #missing = new Map<string, number>();
  readonly #others: string[] = [];

  /** One line of the report of `deno test`, with or without colours. */
  onLine(line: string): void {
    const name = IGNORED.exec(line.replace(COLOURS, ""))?.[1];
    if (name === undefined) return;
    const program = NEEDS.exec(name)?.[1];
    if (program === undefined) this.#others.push(name);
    else this.#missing.set(program, (this.#missing.get(program) ?? 0) + 1);
  }

  /** One line that cannot be overlooked; undefined when every test ran. */
  verdict(): string | undefined {
    const programs = [...this.#missing.keys()].sort();
    const count = [...this.#missing.values()].reduce((sum, number) => sum + number, this.#others.length);
    if (count === 0) return undefined;
    const reasons = [
      ...programs.map((program) => `${this.#missing.get(program)} need ${program}`),
      ...this.#others.map((name) => `"${name}"`),
    ];
    const remedy = programs.length > 0 ? ` (apt-get install ${programs.join(" ")})` : "";
    return `!!! ${count} ${count === 1 ? "TEST" : "TESTS"} DID NOT RUN: ${reasons.join(", ")}${remedy}`;
  }
}
