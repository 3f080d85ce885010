import assert from "node:assert/strict";
import { join } from "node:path";
import { run } from "../../src/commands/run.ts";
import { commandWorld } from "../../src/host/command-world.ts";
import type { StationUnderTest } from "../conformance/harness/station-under-test.ts";

export interface CommandRun {
  readonly exitStatus: number;
  readonly lines: readonly string[];
  readonly complaints: readonly string[];
}

/** Runs a command line (an argument with blanks goes into a list) and collects what it prints. */
export async function runCommandLine(
  line: string | readonly string[],
  { columns, nowMs = Date.now }: {
    /** Width of the terminal; undefined: a pipe. */
    readonly columns: number | undefined;
    readonly nowMs?: () => number;
  } = { columns: 100 },
): Promise<CommandRun> {
  const argv = typeof line === "string" ? line.split(" ") : line;
  const lines: string[] = [];
  const complaints: string[] = [];
  const exitStatus = await run(argv, {
    ...commandWorld,
    columns: () => columns,
    nowMs,
    print: (text) => void lines.push(...text.split("\n")),
    complain: (text) => void complaints.push(text),
  });
  // What cannot be broken, a path, may be longer.
  const isTooLong = (text: string) => text.length > (columns ?? Infinity) && text.trim().includes(" ");
  assert.ok(argv.includes("--json") || !lines.some(isTooLong), lines.join("\n"));
  return { exitStatus, lines, complaints };
}

/** EVerest's configuration of a station, as far as our module is concerned; resolves with its path. */
export async function writeEverestYaml(
  { directory, parameters }: Pick<StationUnderTest, "directory" | "parameters">,
): Promise<string> {
  const path = join(directory, "everest.yaml");
  const lines = Object.entries(parameters).map(([name, value]) => `      ${name}: ${JSON.stringify(value)}`);
  await Deno.writeTextFile(path, [...HEAD, ...lines, ...REST].join("\n"));
  return path;
}

const HEAD = ["active_modules:", "  ocpp:", "    module: OCPP201", "    config_module:"];
const REST = [
  "    connections:",
  "      evse_manager:",
  "        - { module_id: evse_manager_1, implementation_id: evse }",
  "      system: [{ module_id: system, implementation_id: main }]",
  "      security: [{ module_id: evse_security, implementation_id: main }]",
  "      auth: [{ module_id: auth, implementation_id: main }]",
  "  evse_manager_1: { module: EvseManager, config_module: { connector_id: 1 } }",
  "  system: { module: System }",
  "  auth: { module: Auth }",
  "  evse_security: { module: EvseSecurity }",
  "",
];

/** Runs a command against a running station. */
export async function command(
  { directory, clock }: StationUnderTest,
  line: string | readonly string[],
  { columns }: { readonly columns: number | undefined } = { columns: 100 },
): Promise<CommandRun> {
  const argv = typeof line === "string" ? line.split(" ") : line;
  return await runCommandLine([...argv, "--state", directory], { columns, nowMs: () => clock.wallMs() });
}
