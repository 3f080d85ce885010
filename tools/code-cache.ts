/**
 * `deno run tools/code-cache.ts MODULE_FOLDER V8_FLAGS [EMULATOR…]`: station.cache beside the module's station.cjs, V8's
 * code cache of the functions that a start needs. The module's own runtime makes it, since no other one may read it;
 * an emulator is needed where this machine cannot execute it.
 */
import { join } from "node:path";
import ts from "typescript";
import { type BundleFunction, functionsOf } from "./code-cache/bundle-functions.ts";
import type { ScriptRange } from "./code-cache/compile-functions.ts";
import { parseFunctionList } from "./code-cache/function-list.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

/** From within the first to within the last of every run of needed functions: one question to V8 for each. */
function rangesOf(bundle: string, needed: ReadonlySet<string>): ScriptRange[] {
  const text = ts.createSourceFile("bundle.js", bundle, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const at = (offset: number) => {
    const { line, character } = text.getLineAndCharacterOfPosition(offset);
    return { lineNumber: line, columnNumber: character };
  };
  const runs: { first: BundleFunction; last: BundleFunction }[] = [];
  let before: BundleFunction | undefined;
  for (const each of functionsOf(bundle)) {
    const run = runs.at(-1);
    if (!needed.has(each.name)) before = undefined;
    else {
      if (run && before) run.last = each;
      else runs.push({ first: each, last: each });
      before = each;
    }
  }
  return runs.map(({ first, last }) => ({ start: at(first.inside), end: at(last.inside + 1) }));
}

if (import.meta.main) {
  const [folder, v8Flags, ...emulator] = Deno.args;
  if (folder === undefined || v8Flags === undefined) {
    console.error("usage: code-cache.ts MODULE_FOLDER V8_FLAGS [EMULATOR…]");
    Deno.exit(2);
  }
  const script = join(folder, "station.cjs");
  const bundle = await Deno.readTextFile(script);
  const needed = parseFunctionList(await Deno.readTextFile(join(ROOT, "packaging/start-functions.txt")));
  const program = join(ROOT, "tools/code-cache/compile-functions.ts");
  const [command = "", ...args] = [
    ...emulator,
    join(folder, "deno"),
    ...["run", "-A", "--no-config", "--no-lock", "--no-check", "--no-code-cache", `--v8-flags=${v8Flags}`],
    ...[program, script, join(folder, "station.cache")],
  ];
  const child = new Deno.Command(command, { args, stdin: "piped" }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(rangesOf(bundle, needed))));
  await writer.close();
  const { success } = await child.status;
  if (!success) Deno.exit(1);
}
