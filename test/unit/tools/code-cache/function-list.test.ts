import assert from "node:assert/strict";
import { parseFunctionList, printFunctionList } from "../../../../tools/code-cache/function-list.ts";

Deno.test("list of functions: a line for each source file, in order, and back again", () => {
  const names = ["src/b.ts Session/send", "src/a.ts run", "src/b.ts Session/(1)"];
  const text = printFunctionList(names);
  assert.equal(text, "src/a.ts: run\nsrc/b.ts: Session/(1) Session/send\n");
  assert.deepEqual([...parseFunctionList(text)].sort(), [...names].sort());
});
