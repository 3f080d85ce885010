/**
 * `deno task start-functions`: packaging/start-functions.txt, the functions that a start of the station executes, with
 * and without TLS. The build compiles them for V8's code cache. mosquitto must be installed. `--check` writes nothing and
 * exits with 1 when too much of what a start executes is missing in the list.
 */
import { join } from "node:path";
import { openBench, startAndBoot } from "../test/bench/bench-stand.ts";
import { builtModule } from "../test/bench/built-module.ts";
import { testPki } from "../test/fakes/pki/pki.ts";
import { lastingPort } from "../test/fakes/lasting-port.ts";
import { tlsVariables } from "../test/fakes/process/station-files.ts";
import type { WorkbenchOptions } from "../test/fakes/process/workbench.ts";
import { SHIPPED_PERMISSIONS } from "../test/fakes/process/shipped-flags.ts";
import { functionsOf } from "./code-cache/bundle-functions.ts";
import { executedFunctions, type ScriptCoverage } from "./code-cache/executed-functions.ts";
import { parseFunctionList, printFunctionList } from "./code-cache/function-list.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");
const LIST = join(ROOT, "packaging/start-functions.txt");

/** Each of them is compiled at the start, in some hundredths of a millisecond. */
const MOST_MISSING = 0.05;
const SHOWN = 20;

type StationOptions = Omit<WorkbenchOptions, "command">;

/** What V8 counted in a start. The one before creates the databases, which a station does once in its life. */
async function countedScripts(
  bundle: string,
  coverage: string,
  options: StationOptions,
): Promise<ScriptCoverage[]> {
  const flags = ["--no-config", "--no-lock", "--no-prompt", "--unstable-net", ...SHIPPED_PERMISSIONS];
  const command = [Deno.execPath(), "run", `--coverage=${coverage}`, ...flags, bundle];
  await using bench = await openBench({ command }, options);
  await startAndBoot(bench);
  await bench.terminate();
  await Deno.remove(coverage, { recursive: true });
  await bench.everest.powerCut();
  await startAndBoot(bench);
  await bench.terminate();
  const scripts: ScriptCoverage[] = [];
  for await (const { name } of Deno.readDir(coverage)) {
    const script = JSON.parse(await Deno.readTextFile(join(coverage, name))) as ScriptCoverage;
    if (script.url.endsWith("/counted.js")) scripts.push(script);
  }
  return scripts;
}

async function tlsOptions(folder: string): Promise<StationOptions> {
  const { root, server } = await testPki();
  const csmsRoots = join(folder, "csms-root.pem");
  await Deno.writeTextFile(csmsRoots, root.cert);
  const port = lastingPort();
  return {
    broker: "mosquitto-unix",
    csms: { port, tls: server },
    variables: tlsVariables(port),
    everest: { certificates: { csmsRoots } },
  };
}

if (import.meta.main) {
  // V8 counts what a script of its own executed. The program finds its files beside it.
  const bundle = join(await builtModule(), "counted.js");
  await Deno.copyFile(join(ROOT, "dist/ocpp201.js"), bundle);
  const folder = await Deno.makeTempDir({ prefix: "start-functions-" });
  const functions = functionsOf(await Deno.readTextFile(bundle));
  const names = new Set<string>();
  for (const options of [{ broker: "mosquitto-unix" } as const, await tlsOptions(folder)]) {
    for (const script of await countedScripts(bundle, join(folder, "coverage"), options)) {
      for (const executed of executedFunctions(functions, script)) names.add(executed);
    }
  }
  await Deno.remove(folder, { recursive: true });
  await Deno.remove(bundle);
  if (!Deno.args.includes("--check")) {
    await Deno.writeTextFile(LIST, printFunctionList(names));
    console.log(`${names.size} functions`);
    Deno.exit(0);
  }
  const missing = names.difference(parseFunctionList(await Deno.readTextFile(LIST)));
  console.log(`${names.size} functions, ${missing.size} of them are not in the list`);
  if (missing.size <= MOST_MISSING * names.size) Deno.exit(0);
  console.error("packaging/start-functions.txt is out of date: run `deno task start-functions`");
  console.error([...missing].slice(0, SHOWN).join("\n"));
  Deno.exit(1);
}
