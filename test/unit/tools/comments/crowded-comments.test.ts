import assert from "node:assert/strict";
import { crowdedComments } from "../../../../tools/comments/crowded-comments.ts";

Deno.test("a comment may list two requirement ids", () => {
  assert.deepEqual(crowdedComments("// B01.FR.01, B01.FR.02: why.\nconst a = 1; // B01.FR.03\n"), []);
  assert.deepEqual(crowdedComments("/** B01.FR.01, again B01.FR.01 and B01.FR.02. */\n"), []);
});

Deno.test("a third one is too much, over all lines of one comment", () => {
  assert.deepEqual(crowdedComments("\n// B01.FR.01\n  // B01.FR.02, B01.FR.03\n"), [2]);
  assert.deepEqual(crowdedComments("a();\n/**\n * B01.FR.01\n * B01.FR.02\n * B01.FR.003\n */\n"), [2]);
  assert.deepEqual(crowdedComments("a(); // B01.FR.01, B01.FR.02, B01.FR.03\n"), [1]);
});

Deno.test("a use case counts like a requirement", () => {
  assert.deepEqual(crowdedComments("/** Blocks B11 and B12, of TC_B_41. */\n"), []);
  assert.deepEqual(crowdedComments("/** K01, K09 and K10. */\n"), [1]);
  assert.deepEqual(crowdedComments("// E05, C15.FR.03 and C15.FR.04\n"), [1]);
  assert.deepEqual(crowdedComments("// E05, E05.FR.02, E05.FR.03: the use case and two of its own\n"), [1]);
});

Deno.test("ids outside of comments and in separate comments do not add up", () => {
  assert.deepEqual(crowdedComments("// B01.FR.01\na();\n// B01.FR.02\nb();\n// B01.FR.03\n"), []);
});
