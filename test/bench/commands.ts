import type { Workbench } from "../fakes/process/workbench.ts";
import { pause } from "../fakes/pause.ts";
import type { BenchRow } from "./bench-row.ts";
import { type BenchContext, openBench, startAndBoot } from "./bench-stand.ts";
import { METERS } from "./steady-state.ts";
import { spread } from "./statistics.ts";

const SETTLE_MS = 1000;
const CALLS = 15;
const TARGET = "≤ 150";

const COMMANDS: readonly string[] = [
  "--version",
  "status",
  "queue list",
  "variables list",
  "variables diff",
  "tx list",
  "schedule explain --evse 1",
  "auth explain 04AB",
  "monitors list",
  "log show",
  "metrics",
  "doctor bus",
  "report",
];

/** From the start of a command's process to its end, asked of a station that runs. */
export async function commands(context: BenchContext): Promise<BenchRow[]> {
  await using bench = await openBench(context, { broker: "mosquitto-unix", everest: { evse: METERS } });
  await startAndBoot(bench);
  await pause(SETTLE_MS);
  const rows: BenchRow[] = [];
  for (const line of COMMANDS) {
    const times: number[] = [];
    for (let call = 0; call < CALLS; call++) times.push(await timeOf(context, bench, line));
    rows.push({ name: `OCPP201 ${line}`, ...spread(times), unit: "ms", target: TARGET });
  }
  return rows;
}

async function timeOf(
  { command: [program = "", ...rest] }: BenchContext,
  { files }: Workbench,
  line: string,
) {
  const state = line.startsWith("--") ? [] : ["--state", files.directory];
  const process = new Deno.Command(program, {
    args: [...rest, ...line.split(" "), ...state],
    cwd: files.directory,
    stdout: "piped",
    stderr: "piped",
  });
  const startMs = performance.now();
  const { code, stdout, stderr } = await process.output();
  const tookMs = performance.now() - startMs;
  if (code === 2) {
    throw new Error(`${line}: ${new TextDecoder().decode(stderr.length > 0 ? stderr : stdout)}`);
  }
  return tookMs;
}
