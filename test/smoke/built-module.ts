import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { memoryOf } from "../bench/process-figures.ts";
import { filesWith } from "../fakes/files-with.ts";
import { Workbench } from "../fakes/process/workbench.ts";
import { pause } from "../fakes/pause.ts";
import { SHIPPED_V8_FLAGS } from "../fakes/process/shipped-flags.ts";

/**
 * Smoke test of a built module folder, not of the sources: starts the executable with the manager's arguments against
 * a real mosquitto, boots at a CSMS, carries a session, kills it with -9 in the middle and stops it with SIGTERM.
 *
 *   deno task smoke [--emulate] dist/x86_64/OCPP201
 */
const { values, positionals } = parseArgs({
  args: Deno.args,
  options: { emulate: { type: "boolean", default: false } },
  allowPositionals: true,
});
const module = resolve(positionals[0] ?? "dist/x86_64/OCPP201");
/** Emulation is some twenty times slower. */
const guardMs = values.emulate ? 120_000 : 20_000;

/** 34 after a start, 15 to 18 when they were given back. */
const MOST_FILE_BACKED_MEGABYTES = 25;

const ID_TOKEN = { idToken: "RFID0001", type: "ISO14443" } as const;

const lines: string[] = [];
const step = (text: string) => console.log(`ok - ${text}`);

try {
  await smoke();
  console.log(`smoke test passed: ${module}`);
} catch (error) {
  console.error(`smoke test FAILED: ${module}`);
  console.error(error);
  console.error("last lines of the module:\n" + lines.slice(-30).join("\n"));
  Deno.exit(1);
}
Deno.exit(0);

async function smoke(): Promise<void> {
  const command = await commandLine();
  const files = ["manifest.yaml", "error-map.json", "error-map.schema.json"];
  const folders = ["standardized", "custom", "examples"].map((folder) => `component_config/${folder}`);
  for (const file of [...files, ...folders]) {
    await Deno.stat(join(module, file));
  }
  step("the folder has everything that EVerest needs");

  if (await launcherText() !== undefined) {
    assert.equal(await nameOfStarter(), "manager");
    step("the launcher knows the process that started it");
    await codeCacheIsAccepted();
    step("the runtime takes the code cache");
  }

  await using bench = await Workbench.open({
    command,
    broker: "mosquitto-tcp",
    csms: { guardMs },
    variables: { "AuthCacheCtrlr.Enabled": "true", "AuthCtrlr.LocalPreAuthorize": "true" },
    onLine: (line) => void lines.push(line),
  });
  const { csms, everest } = bench;
  const { pid } = await bench.start();
  await csms.expect("BootNotification");
  await csms.expect("StatusNotification");
  step("configuration handshake done, BootNotification accepted");

  const overview = await answer(command, "help");
  assert.match(overview.text, /^ {2}status /m);
  const status = await answer(command, "status", "--state", bench.files.directory);
  assert.deepEqual([status.code, status.text.includes(csms.url)], [0, true], status.text);
  step("the same executable shows the commands and says how the station is");

  // An emulator keeps the pages of what it emulates for itself.
  if (!values.emulate) {
    await fileBackedBelow(pid, MOST_FILE_BACKED_MEGABYTES);
    step("what only the start needed of the executable is out of memory");
  }

  const evse = everest.evse(1);
  await evse.plugIn();
  await everest.auth.swipe(ID_TOKEN.idToken);
  const started = await csms.expect("TransactionEvent");
  assert.equal(started.payload.eventType, "Started");
  step("a session on the bus became a transaction at the CSMS");

  csms.stopAccepting();
  csms.drop();
  await evse.unplug();
  // The answer comes after everything that was on the bus before the question.
  await everest.client.call(everest.moduleId, "ocpp_generic", "get_variables", { requests: [] });
  await bench.kill();
  step("kill -9 while offline, with the end of the transaction in the outbox");

  csms.resume();
  const process = await bench.start();
  const { transactionId } = started.payload.transactionInfo;
  for (;;) {
    const { payload } = await csms.expect("TransactionEvent");
    if (payload.eventType === "Ended" && payload.transactionInfo.transactionId === transactionId) break;
  }
  step("the end of the transaction arrived after the restart");

  await csms.call("CustomerInformation", { requestId: 1, report: true, clear: true, idToken: ID_TOKEN });
  const { payload: told } = await csms.expect("NotifyCustomerInformation");
  assert.match(told.data, /^Authorization cache, cleared:$/m);
  assert.doesNotMatch(told.data, /not cleared/);
  // What was found is on disk until the CSMS has been told, which it has been when the station answers again.
  await csms.call("CustomerInformation", { requestId: 2, report: true, clear: false, idToken: ID_TOKEN });
  await csms.expect("NotifyCustomerInformation");
  const from = performance.now();
  const ended = await process.end("SIGTERM");
  const took = Math.round(performance.now() - from);
  assert.equal(ended.code, 0);
  assert.ok(values.emulate || took < 1000, `SIGTERM took ${took} ms`);
  step(`SIGTERM ended it with status 0 after ${took} ms`);
  assert.deepEqual(await filesWith(bench.files.directory, ID_TOKEN.idToken), []);
  step("the customer who was cleared is in no file any more");
}

/** What the launcher tells the runtime about its parent, a script of that name; a stand-in for the runtime prints it. */
async function nameOfStarter(): Promise<string> {
  const directory = await Deno.makeTempDir();
  const script = async (name: string, text: string) => {
    const path = join(directory, name);
    await Deno.writeTextFile(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return path;
  };
  try {
    await Deno.copyFile(join(module, "OCPP201"), join(directory, "OCPP201"));
    await script("deno", 'echo "$OCPP201_STARTED_BY"');
    const manager = await script("manager", `${directory}/OCPP201\nexit $?`);
    const { stdout } = await new Deno.Command(manager, { stderr: "inherit" }).output();
    return new TextDecoder().decode(stdout).trim();
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** The process gives pages back two seconds after its start; nothing tells when it has. */
async function fileBackedBelow(pid: number, limitMegabytes: number): Promise<void> {
  const deadline = performance.now() + guardMs;
  for (;;) {
    const { fileBackedMegabytes } = await memoryOf(pid);
    if (fileBackedMegabytes < limitMegabytes) return;
    assert.ok(performance.now() < deadline, `${fileBackedMegabytes} MB of the executable stay in memory`);
    await pause(100);
  }
}

/** What one command prints on standard output, and its exit status. */
async function answer(
  command: readonly string[],
  ...words: string[]
): Promise<{ code: number; text: string }> {
  const [program = "", ...own] = command;
  const { code, stdout } = await new Deno.Command(program, { args: [...own, ...words] }).output();
  return { code, text: new TextDecoder().decode(stdout) };
}

/** The shell script of the runtime layout; undefined: the executable is the program itself. */
async function launcherText(): Promise<string | undefined> {
  const text = new TextDecoder().decode(await Deno.readFile(join(module, "OCPP201")));
  return text.startsWith("#!") ? text : undefined;
}

/** Another one that V8 refuses, or none, costs half of the start and says nothing. */
async function codeCacheIsAccepted(): Promise<void> {
  const [program = "", ...words] = [...await emulator(), join(module, "deno")];
  const args = ["run", "-A", "--no-config", "--no-code-cache", `--v8-flags=${SHIPPED_V8_FLAGS}`];
  const files = ["station.cjs", "station.cache"].map((name) => join(module, name));
  const child = join(import.meta.dirname ?? ".", "code-cache-accepted.ts");
  const { code } = await new Deno.Command(program, { args: [...words, ...args, child, ...files] }).output();
  assert.equal(code, 0, "V8 does not take the code cache");
}

async function emulator(): Promise<string[]> {
  if (!values.emulate) return [];
  const qemu = "/usr/bin/qemu-aarch64-static";
  if (!await Deno.stat(qemu).then(() => true, () => false)) {
    throw new Error(
      "qemu is missing: apt-get install qemu-user-static libc6-arm64-cross libgcc-s1-arm64-cross",
    );
  }
  return [qemu, "-L", "/usr/aarch64-linux-gnu"];
}

async function commandLine(): Promise<string[]> {
  const executable = join(module, "OCPP201");
  if (!values.emulate) return [executable];
  const launcher = await launcherText();
  if (launcher === undefined) return [...await emulator(), executable];
  // What it executes is what needs the emulator.
  const runtime = /^exec ([\s\S]*?)\s+"\$@"/m.exec(launcher)?.[1] ?? "";
  const words = runtime.replaceAll("\\\n", " ").replaceAll("$here", module).replaceAll('"', "").trim();
  return [...await emulator(), ...words.split(/\s+/)];
}
