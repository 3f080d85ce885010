import assert from "node:assert/strict";
import { FUZZ_SEED } from "./seed.ts";

const ROUNDS = Number(Deno.env.get("NATIVE_FUZZ_ROUNDS") ?? 150);
const CHILD = new URL("native-calls.child.ts", import.meta.url).pathname;

async function child(...args: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", ...args],
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout).trim(), stderr: decoder.decode(stderr) };
}

/** Damage that once did harm, and that chance seldom finds: a write version for which SQLite only reads the file. */
const KNOWN_SEED = 290363030;

const RUNS = [
  {
    name: "no damaged certificate, key or database file that passes our judges ends the process",
    seed: FUZZ_SEED,
  },
  { name: "a database file with a damaged write version does not end the process", seed: KNOWN_SEED },
];

for (const { name, seed } of RUNS) {
  Deno.test(name, async () => {
    const { code, stdout, stderr } = await child(CHILD, String(seed), String(ROUNDS));
    assert.equal(stdout.split("\n").at(-1), "done", stderr);
    assert.equal(code, 0);
  });
}
