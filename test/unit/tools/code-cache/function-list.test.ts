import assert from "node:assert/strict";
import { join } from "node:path";
import { parseFunctionList, printFunctionList } from "../../../../tools/code-cache/function-list.ts";

const ROOT = join(import.meta.dirname ?? ".", "../../../..");

/** So many may be out of date: each costs its compilation at the start, some hundredths of a millisecond. */
const MOST_OUTDATED = 100;

Deno.test("list of functions: a line for each source file, in order, and back again", () => {
  const names = ["src/b.ts Session/send", "src/a.ts run", "src/b.ts Session/(1)"];
  const text = printFunctionList(names);
  assert.equal(text, "src/a.ts: run\nsrc/b.ts: Session/(1) Session/send\n");
  assert.deepEqual([...parseFunctionList(text)].sort(), [...names].sort());
});

Deno.test("list of the functions that a start executes: the sources have them", async () => {
  const list = parseFunctionList(await Deno.readTextFile(join(ROOT, "packaging/start-functions.txt")));
  const sources = new Map<string, string>();
  const outdated: string[] = [];
  for (const name of list) {
    const [file = "", path = ""] = name.split(" ");
    if (!file.startsWith("src/")) continue;
    const source = sources.get(file) ?? await Deno.readTextFile(join(ROOT, file)).catch(() => "");
    sources.set(file, source);
    const parts = path.split("/").filter((part) => !part.startsWith("(") && part !== "constructor");
    if (!parts.every((part) => source.includes(part))) outdated.push(name);
  }
  assert.ok(list.size > 1000, `${list.size} functions`);
  assert.ok(outdated.length <= MOST_OUTDATED, `run \`deno task start-functions\`:\n${outdated.join("\n")}`);
});
