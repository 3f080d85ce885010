import assert from "node:assert/strict";
import { crowdedComments } from "../../../../tools/coverage/crowded-comments.ts";

Deno.test("a comment may list two requirement ids", () => {
  assert.deepEqual(crowdedComments("// B01.FR.01, B01.FR.02: why.\nconst a = 1; // B01.FR.03\n"), []);
  assert.deepEqual(crowdedComments("/** B01.FR.01, again B01.FR.01 and B01.FR.02. */\n"), []);
});

Deno.test("a third one is too much, over all lines of one comment", () => {
  assert.deepEqual(crowdedComments("\n// B01.FR.01\n  // B01.FR.02, B01.FR.03\n"), [2]);
  assert.deepEqual(crowdedComments("a();\n/**\n * B01.FR.01\n * B01.FR.02\n * B01.FR.003\n */\n"), [2]);
  assert.deepEqual(crowdedComments("a(); // B01.FR.01, B01.FR.02, B01.FR.03\n"), [1]);
});

Deno.test("ids outside of comments and in separate comments do not add up", () => {
  assert.deepEqual(crowdedComments("// B01.FR.01\na();\n// B01.FR.02\nb();\n// B01.FR.03\n"), []);
});
