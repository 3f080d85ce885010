import type { WorkbenchOptions } from "../fakes/process/workbench.ts";
import { pause } from "../fakes/pause.ts";
import { arrivalOf, type BenchContext, openBench } from "./bench-stand.ts";
import type { BenchRow } from "./bench-row.ts";
import { preciseNow, spread } from "./statistics.ts";

const ROUNDS = 11;
/** What is still under way between broker and simulation must not slow the next start. */
const CALM_MS = 150;

interface Setting {
  readonly name: string;
  readonly broker: WorkbenchOptions["broker"];
  readonly mosquitto?: readonly string[];
  /** Whether EVerest's other modules start at the same time, or run already. */
  readonly others: "start too" | "run already";
  readonly target?: string;
}

const SETTINGS: readonly Setting[] = [
  { name: "unix socket", broker: "mosquitto-unix", others: "start too", target: "≤ 300" },
  {
    name: "TCP, default mosquitto",
    broker: "mosquitto-tcp",
    others: "start too",
    target: "≤ 600",
  },
  {
    name: "TCP, set_tcp_nodelay true",
    broker: "mosquitto-tcp",
    mosquitto: ["set_tcp_nodelay true"],
    others: "start too",
  },
  { name: "unix socket, EVerest runs already", broker: "mosquitto-unix", others: "run already" },
];

/** From the start of the process until BootNotification is on the CSMS's socket, with databases of an earlier run. */
export async function startUp(context: BenchContext): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { name, target, ...setting } of SETTINGS) {
    rows.push({
      name: `start → BootNotification: ${name}`,
      ...spread(await startTimes(context, setting)),
      unit: "ms",
      ...(target ? { target } : {}),
    });
  }
  return rows;
}

async function startTimes(
  context: BenchContext,
  { others, ...options }: Pick<Setting, "broker" | "mosquitto" | "others">,
): Promise<number[]> {
  await using bench = await openBench(context, options);
  const { csms, everest } = bench;
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    if (others === "start too") await everest.powerCut();
    await pause(CALM_MS);
    const startMs = preciseNow();
    const process = await bench.start();
    const boot = await csms.expect("BootNotification");
    // The first one creates the databases.
    if (round > 0) times.push(arrivalOf(csms, boot.messageId) - startMs);
    for (const _evse of everest.evses) await csms.expect("StatusNotification");
    await process.end("SIGTERM");
  }
  return times;
}
