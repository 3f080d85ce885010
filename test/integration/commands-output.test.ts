import assert from "node:assert/strict";
import { join } from "node:path";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { SHIPPED_PERMISSIONS } from "../fakes/process/shipped-flags.ts";

const MAIN = join(import.meta.dirname ?? ".", "../../main.ts");
const PROGRAM = [Deno.execPath(), "run", "--quiet", "--no-prompt", "--unstable-net"];
/** A command that does not end by itself fails the test. */
const GUARD_MS = 30_000;
/** 128 and the number of SIGPIPE. */
const BROKEN_PIPE = 141;

/** A process whose standard output is a pipe to the test, or what `redirection` says in the shell. */
function started(line: string, redirection = ""): Deno.ChildProcess {
  return new Deno.Command("sh", {
    args: [
      ...["-c", `exec "$@" ${redirection}`, "sh"],
      ...[...PROGRAM, ...SHIPPED_PERMISSIONS, MAIN, ...line.split(" ")],
    ],
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(GUARD_MS),
  }).spawn();
}

async function ended({ status, stderr }: Deno.ChildProcess) {
  const [complaints, { code }] = await Promise.all([new Response(stderr).text(), status]);
  return { exitStatus: code, complaints };
}

for (const line of ["help", "status --help", "--version", "check /nowhere --json"]) {
  Deno.test(`without a reader a command ends quietly: ${line}`, async () => {
    const process = started(line);
    await process.stdout.cancel();
    assert.deepEqual(await ended(process), { exitStatus: BROKEN_PIPE, complaints: "" });
  });

  Deno.test(`without room for its output a command ends with the reason: ${line}`, async () => {
    const process = started(line, ">/dev/full");
    await process.stdout.cancel();
    const { exitStatus, complaints } = await ended(process);
    assert.equal(exitStatus, 2);
    assert.match(complaints, /^OCPP201: standard output cannot be written: No space left on device.*\n$/);
  });
}

Deno.test("status --follow ends when its reader has gone, also when nothing changes", async () => {
  await using station = await startStation();
  await booted(station);
  const process = started(`status --follow --state ${station.directory}`);
  const reader = process.stdout.getReader();
  assert.match(new TextDecoder().decode((await reader.read()).value), /^Connected and accepted/);
  await reader.cancel();
  assert.deepEqual(await ended(process), { exitStatus: BROKEN_PIPE, complaints: "" });
});

Deno.test("without a reader of its complaints a command ends with its status", async () => {
  const process = started("check /nowhere");
  await process.stderr.cancel();
  await process.stdout.cancel();
  assert.equal((await process.status).code, 2);
});
