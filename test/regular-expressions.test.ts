import assert from "node:assert/strict";

const CHILD = new URL("regular-expressions.child.ts", import.meta.url).pathname;

/** Both sides of us are hostile: a text of the CSMS that takes quadratic time ends all charging for minutes. */
Deno.test("no regular expression of ours takes more than linear time, whatever text it meets", async () => {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", CHILD],
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert.notEqual(text, "", new TextDecoder().decode(stderr));
  const { count, slow } = JSON.parse(text) as { readonly count: number; readonly slow: readonly string[] };
  assert.ok(count > 100, `${count} were found`);
  assert.deepEqual(slow, []);
});
