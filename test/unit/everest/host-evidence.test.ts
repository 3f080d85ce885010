import assert from "node:assert/strict";

const MODULE = new URL("../../../src/everest/host-evidence.ts", import.meta.url);

/** What a process of ours makes of this name of its parent, as the launcher passes it on. */
async function seen(name: string): Promise<string> {
  const program = `import { hostEvidence } from "${MODULE}"; console.log(hostEvidence.parentProcessName());`;
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", `OCPP201_STARTED_BY=$(printf '${name}') exec "$@"`, "sh", Deno.execPath(), "eval", program],
  }).output();
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("a name of the parent process that is no UTF-8 is no evidence, and no end of the start", async () => {
  assert.equal(await seen("manager"), "manager");
  assert.equal(await seen("mg\\303"), "undefined");
});
