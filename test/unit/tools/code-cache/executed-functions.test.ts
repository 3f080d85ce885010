import assert from "node:assert/strict";
import { functionsOf } from "../../../../tools/code-cache/bundle-functions.ts";
import { executedFunctions } from "../../../../tools/code-cache/executed-functions.ts";

const BUNDLE = `// src/a.ts
function used() {
  const inner = () => 1;
  return inner();
}
function unused() {
  return () => 2;
}
`;

const at = (text: string, count: number) => ({
  ranges: [{ startOffset: BUNDLE.indexOf(text), count }, { startOffset: 0, count: 0 }],
});

Deno.test("executed functions: those whose own range was counted, the innermost one of each", () => {
  const functions = [at("// src", 1), at("function used", 2), at("() => 1", 1), at("function unused", 0)];
  const names = executedFunctions(functionsOf(BUNDLE), { url: "file:///bundle.js", functions });
  assert.deepEqual([...names], ["src/a.ts used", "src/a.ts used/inner"]);
});

Deno.test("executed functions: what is at the top of a module is no function", () => {
  const functions = [at("// src", 1), { ranges: [] }];
  const names = executedFunctions(functionsOf(BUNDLE), { url: "file:///bundle.js", functions });
  assert.deepEqual([...names], []);
});
