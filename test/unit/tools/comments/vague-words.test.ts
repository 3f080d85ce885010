import assert from "node:assert/strict";
import { vagueComments, vagueWords } from "../../../../tools/comments/vague-words.ts";

Deno.test("a vague word of a comment is found with the line at which the comment begins", () => {
  const source = "a();\n/**\n * Kept over restarts,\n * for whoever\n */\nb();\nc();\n// it was taken\n";
  assert.deepEqual(vagueComments(source), ["2: kept", "2: whoever", "8: taken"]);
});

Deno.test("words that a line break separates are found", () => {
  assert.deepEqual(vagueComments("/**\n * This is what is\n * told.\n */\n"), ["1: what is told"]);
  assert.deepEqual(vagueComments("// This is what\n// is told.\n"), ["1: what is told"]);
});

Deno.test("code, names in backticks and parts of other words do not count", () => {
  assert.deepEqual(vagueComments('const kept = "taken";\n// `held` is read; mistaken, upheld\n'), []);
  assert.deepEqual(vagueWords("the token is stored"), []);
});
