import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { SHIPPED_V8_FLAGS } from "../fakes/process/shipped-flags.ts";

const ROOT = join(import.meta.dirname ?? ".", "../..");
const FLAGS = [
  "--no-config",
  "--no-lock",
  "--no-prompt",
  "--no-code-cache",
  `--v8-flags=${SHIPPED_V8_FLAGS}`,
];

/** A program in the form of the bundle, which says `text` and ends with that many as its status. */
function program(text: string): string {
  const source = `(function (module, require) { "use strict";
function say() { console.log(${JSON.stringify(text)}, typeof require("node:sqlite").DatabaseSync); }
function unused() { return 1; }
module.exports.program = async () => { say(); await import("node:util"); return ${text.length}; };
})
//# sourceURL=station.cjs
`;
  return `${source}// ${createHash("sha256").update(source).digest("hex")}\n`;
}

interface Folder extends AsyncDisposable {
  readonly path: string;
  /** Runs the program as the launcher does; its standard output and its status. */
  start(): Promise<{ readonly said: string; readonly code: number }>;
  /** V8's code cache of what is in the folder now, with everything compiled. */
  compile(): Promise<void>;
}

async function folderWith(text: string): Promise<Folder> {
  const path = await Deno.makeTempDir({ prefix: "runtime-entry-" });
  await Deno.copyFile(join(ROOT, "packaging/entry.js"), join(path, "ocpp201.js"));
  await Deno.writeTextFile(join(path, "station.cjs"), program(text));
  const run = (...words: readonly string[]) =>
    new Deno.Command(Deno.execPath(), { args: ["run", "--quiet", ...words], stderr: "inherit" }).output();
  return {
    path,
    async start() {
      const { code, stdout } = await run(...FLAGS, `--allow-read=${path}`, join(path, "ocpp201.js"));
      return { said: new TextDecoder().decode(stdout), code };
    },
    async compile() {
      const ranges = join(path, "ranges.json");
      const all = { start: { lineNumber: 0, columnNumber: 0 }, end: { lineNumber: 4, columnNumber: 0 } };
      await Deno.writeTextFile(ranges, JSON.stringify([all]));
      const tool = join(ROOT, "tools/code-cache/compile-functions.ts");
      const { success } = await run(
        ...["-A", "--no-check", ...FLAGS, tool],
        ...[join(path, "station.cjs"), ranges, join(path, "station.cache")],
      );
      assert.ok(success);
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

const SAYS_ONE = { said: "one function\n", code: 3 };

Deno.test("runtime layout: the program runs without a code cache", async () => {
  await using folder = await folderWith("one");
  assert.deepEqual(await folder.start(), SAYS_ONE);
});

Deno.test("runtime layout: the program runs with its code cache", async () => {
  await using folder = await folderWith("one");
  await folder.compile();
  assert.deepEqual(await folder.start(), SAYS_ONE);
});

Deno.test("runtime layout: what runs is the code of the cache, where its label is that of the program", async () => {
  await using folder = await folderWith("two");
  await folder.compile();
  await Deno.writeTextFile(join(folder.path, "station.cjs"), program("one"));
  // Such a forgery shows whose code it is.
  const file = join(folder.path, "station.cache");
  const forged = await Deno.readFile(file);
  forged.set(new TextEncoder().encode(program("one").slice(-65, -1)), forged.length - 64);
  await Deno.writeFile(file, forged);
  assert.deepEqual(await folder.start(), { said: "two function\n", code: 3 });
});

Deno.test("runtime layout: the code cache of another program of the same length is left alone", async () => {
  await using folder = await folderWith("two");
  await folder.compile();
  await Deno.writeTextFile(join(folder.path, "station.cjs"), program("one"));
  assert.deepEqual(await folder.start(), SAYS_ONE);
});

for (
  const [damage, change] of Object.entries({
    "one bit of it has changed": (bytes: Uint8Array) => {
      bytes[bytes.length >> 1]! ^= 1;
      return bytes;
    },
    "its end is zeros": (bytes: Uint8Array) => bytes.fill(0, bytes.length >> 1),
    "its end is missing": (bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1),
    "it is empty": (bytes: Uint8Array) => bytes.subarray(0, 0),
  })
) {
  Deno.test(`runtime layout: a damaged code cache is left alone: ${damage}`, async () => {
    await using folder = await folderWith("one");
    await folder.compile();
    const file = join(folder.path, "station.cache");
    await Deno.writeFile(file, change(await Deno.readFile(file)));
    assert.deepEqual(await folder.start(), SAYS_ONE);
  });
}

Deno.test("runtime layout: a code cache that may not be read is left alone", async () => {
  await using folder = await folderWith("one");
  await Deno.mkdir(join(folder.path, "station.cache"));
  assert.deepEqual(await folder.start(), SAYS_ONE);
});
