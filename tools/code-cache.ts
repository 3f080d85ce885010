/**
 * `deno run tools/code-cache.ts MODULE_FOLDER V8_FLAGS [EMULATOR…]`: station.cache beside the module's station.cjs, V8's
 * code cache of the functions that a start needs. The module's own runtime makes it, since no other one may read it;
 * an emulator is needed where this machine cannot execute it.
 */
import { join } from "node:path";
import { type BundleFunction, functionsOf } from "./code-cache/bundle-functions.ts";
import type { ScriptRange } from "./code-cache/compile-functions.ts";
import { parseFunctionList } from "./code-cache/function-list.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

/** So much of the list must be in the program, or the build would be a slow one and say nothing. */
const LEAST_FOUND = 0.9;

/** From within the first to within the last of every run of needed functions: one question to V8 for each. */
function rangesOf(functions: readonly BundleFunction[], isNeeded: (name: string) => boolean): ScriptRange[] {
  const runs: { first: BundleFunction; last: BundleFunction }[] = [];
  let goesOn = false;
  for (const each of functions) {
    const run = runs.at(-1);
    if (isNeeded(each.name)) {
      if (run && goesOn) run.last = each;
      else runs.push({ first: each, last: each });
    }
    goesOn = isNeeded(each.name);
  }
  return runs.map(({ first, last }) => ({ start: position(first.from), end: position(last.to) }));
}

/** In V8's words. */
function position({ line, character }: BundleFunction["from"]): ScriptRange["start"] {
  return { lineNumber: line, columnNumber: character };
}

if (import.meta.main) {
  const [folder, v8Flags, ...emulator] = Deno.args;
  if (folder === undefined || v8Flags === undefined) {
    console.error("usage: code-cache.ts MODULE_FOLDER V8_FLAGS [EMULATOR…]");
    Deno.exit(2);
  }
  const script = join(folder, "station.cjs");
  const bundle = await Deno.readTextFile(script);
  const list = parseFunctionList(await Deno.readTextFile(join(ROOT, "packaging/start-functions.txt")));
  const functions = functionsOf(bundle);
  const found = new Set(functions.map(({ name }) => name)).intersection(list);
  if (found.size < LEAST_FOUND * list.size) {
    console.error("packaging/start-functions.txt is out of date: run `deno task start-functions`");
    Deno.exit(1);
  }
  const ranges = rangesOf(functions, (name) => list.has(name));
  const program = join(ROOT, "tools/code-cache/compile-functions.ts");
  const rangesFile = await Deno.makeTempFile({ prefix: "start-functions-", suffix: ".json" });
  await Deno.writeTextFile(rangesFile, JSON.stringify(ranges));
  const [command = "", ...args] = [
    ...emulator,
    join(folder, "deno"),
    ...["run", "-A", "--no-config", "--no-lock", "--no-check", "--no-code-cache", `--v8-flags=${v8Flags}`],
    ...[program, script, rangesFile, join(folder, "station.cache")],
  ];
  const { success } = await new Deno.Command(command, { args, stdin: "null" }).spawn().status;
  await Deno.remove(rangesFile);
  Deno.exit(success ? 0 : 1);
}
