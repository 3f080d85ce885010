/**
 * What the built module takes, next to what we promise:
 *
 *   deno task bench [--module <folder>] [name …]
 *   deno task bench --help
 *   deno task bench --against <command> [unix] [tcp]
 *
 * Without a folder the module is built in the runtime layout when it is missing or older than the sources. Names choose
 * among the groups below. `--against` runs another executable of an EVerest module OCPP201, e.g. an older build, in our
 * place and in turn with ours, and prints the ratios pair by pair.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compare } from "./against.ts";
import { authorization } from "./authorization.ts";
import type { BenchRow } from "./bench-row.ts";
import { formatTable } from "./bench-row.ts";
import { type BenchContext, lastLines } from "./bench-stand.ts";
import { builtModule } from "./built-module.ts";
import { commands } from "./commands.ts";
import { drain } from "./drain.ts";
import { eventLatency } from "./event-latency.ts";
import { heapParts } from "./heap-parts.ts";
import { inventory } from "./inventory.ts";
import { manyEvses } from "./many-evses.ts";
import { monitoring } from "./monitoring.ts";
import { realStation } from "./real-station.ts";
import { relayBaseline } from "./relay-baseline.ts";
import { smartCharging } from "./smart-charging.ts";
import { socketBaseline } from "./socket-baseline.ts";
import { startUp } from "./start-up.ts";
import { steadyState } from "./steady-state.ts";
import { tlsMemory } from "./tls-memory.ts";
import { validator } from "./validator.ts";
import { variables } from "./variables.ts";

const GROUPS: Readonly<Record<string, (context: BenchContext) => Promise<BenchRow[]>>> = {
  "real-station": realStation,
  "start-up": startUp,
  "steady-state": steadyState,
  "tls-memory": tlsMemory,
  "event-latency": eventLatency,
  "relay-baseline": relayBaseline,
  "socket-baseline": socketBaseline,
  "variables": variables,
  "inventory": inventory,
  "drain": drain,
  "validator": validator,
  "many-evses": manyEvses,
  "monitoring": monitoring,
  "authorization": authorization,
  "smart-charging": smartCharging,
  "commands": commands,
  "heap-parts": heapParts,
};

const USAGE = `deno task bench [--module <folder>] [group …]
deno task bench --against <command> [unix] [tcp]

groups: ${Object.keys(GROUPS).join(", ")}`;

const { values, positionals } = readArguments();
if (values.help) {
  console.log(USAGE);
  Deno.exit(0);
}
if (values.against !== undefined) {
  const buses = (["unix", "tcp"] as const).filter((bus) =>
    positionals.length === 0 || positionals.includes(bus)
  );
  const ours = join(values.module ?? await builtModule(), "OCPP201");
  console.log(await surroundings());
  console.log(await compare([ours], values.against.split(" "), buses));
  Deno.exit(0);
}
const names = positionals.length > 0 ? positionals : Object.keys(GROUPS);
const unknown = names.filter((name) => !(name in GROUPS));
if (unknown.length > 0) {
  console.error(`no group ${unknown.join(", ")}\n\n${USAGE}`);
  Deno.exit(2);
}
const folder = values.module ?? await builtModule();
const rows: BenchRow[] = [];
for (const name of names) {
  try {
    rows.push(...await GROUPS[name]?.({ command: [join(folder, "OCPP201")] }) ?? []);
  } catch (error) {
    console.error(`${name} failed:`, error, `\nlast lines of the module:\n${lastLines.join("\n")}`);
    Deno.exit(1);
  }
}
console.log(await surroundings());
console.log(formatTable(rows));
Deno.exit(0);

function readArguments() {
  try {
    return parseArgs({
      args: Deno.args,
      options: { module: { type: "string" }, against: { type: "string" }, help: { type: "boolean" } },
      allowPositionals: true,
    });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    Deno.exit(2);
  }
}

/** What a reader must know to compare the figures with others. */
async function surroundings(): Promise<string> {
  const cpu = /^model name\s*:\s*(.*)$/m.exec(await Deno.readTextFile("/proc/cpuinfo"))?.[1] ??
    Deno.build.arch;
  const load = Deno.loadavg().map((each) => each.toFixed(1)).join(" ");
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${navigator.hardwareConcurrency} cores ${cpu}, Deno ${Deno.version.deno}, load average ${load}\n`;
}
