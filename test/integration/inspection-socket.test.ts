import assert from "node:assert/strict";

Deno.test("a process that had no file descriptor left answers the commands as soon as it has some", async () => {
  // In a process of its own: suites that run at the same time share this one's descriptors.
  const script = new URL("./inspection-descriptors.ts", import.meta.url).pathname;
  const command = `ulimit -n 256; exec "${Deno.execPath()}" run -A --no-check "${script}"`;
  const { stdout, stderr, success } = await new Deno.Command("bash", { args: ["-c", command] }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), {
    answer: { version: 1, answer: "here" },
    log: ["the inspection socket cannot accept a connection and tries again"],
  });
});
