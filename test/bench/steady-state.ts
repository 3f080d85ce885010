import { variableKey } from "../../src/variables/device-model.ts";
import type { Workbench } from "../fakes/process/workbench.ts";
import { pause } from "../fakes/pause.ts";
import type { BenchRow } from "./bench-row.ts";
import { type BenchContext, openBench, startAndBoot } from "./bench-stand.ts";
import { cpuPercentOf, type Memory, memoryOf } from "./process-figures.ts";
import { SessionTraffic } from "./session-traffic.ts";
import { spread } from "./statistics.ts";

/** Two power meters at 2 Hz and nothing else. */
export const METERS = { chargeDelayMs: "manual", meterIntervalMs: 500 } as const;
const SETTLE_MS = 3000;
const WATCH_SECONDS = 20;
const MESSAGES = 10_000;
const MESSAGES_PER_SAMPLE = 100;
const THRESHOLD = [variableKey("OCPPCommCtrlr", "OfflineThreshold")];

/** The same process idle with two power meters at 2 Hz, then under load. */
export async function steadyState(context: BenchContext): Promise<BenchRow[]> {
  await using bench = await openBench(context, { broker: "mosquitto-unix", everest: { evse: METERS } });
  const { pid } = await startAndBoot(bench);
  await pause(SETTLE_MS);
  const cpuPercent = await cpuPercentOf(pid, WATCH_SECONDS);
  const idle = await memoryOf(pid);

  const traffic = await SessionTraffic.begin(bench);
  const first = await memoryDuring(bench, traffic, pid);
  const second = await memoryDuring(bench, traffic, pid);
  const own = ({ anonymousMegabytes }: Memory) => anonymousMegabytes;
  return [
    {
      name: "idle CPU, two power meters at 2 Hz",
      value: cpuPercent,
      unit: "% of a core",
      target: "≤ 1",
    },
    ...memoryRows("memory idle", [idle], "≤ 50"),
    ...memoryRows("memory after 10 000 messages, under load", second, "≤ 56"),
    {
      // Garbage comes and goes; what is kept raises the lowest point, which is right after a collection. Pages of the
      // executable come and go by time, not by messages.
      name: "  memory kept by 10 000 further ones",
      value: Math.min(...second.map(own)) - Math.min(...first.map(own)),
      unit: "MB",
      target: "≤ 1",
    },
  ];
}

/** Samples while 10 000 messages pass; half of them start on the bus, half at the CSMS. */
async function memoryDuring(bench: Workbench, traffic: SessionTraffic, pid: number): Promise<Memory[]> {
  const samples: Memory[] = [];
  for (let message = 0; message < MESSAGES; message += 2) {
    await traffic.timedChange();
    await bench.csms.call("GetVariables", { getVariableData: THRESHOLD });
    // What is not needed any more would only make our own process slow.
    bench.csms.log.splice(0);
    if (message % MESSAGES_PER_SAMPLE === 0) samples.push(await memoryOf(pid));
  }
  return samples;
}

/** Resident memory; what of it is shared with other processes of the same executable stands apart. */
export function memoryRows(name: string, samples: readonly Memory[], target: string): BenchRow[] {
  const figures = (of: (memory: Memory) => number) =>
    samples.length === 1
      ? { value: samples.map(of)[0] ?? NaN, unit: "MB" }
      : { ...spread(samples.map(of)), unit: "MB" };
  return [
    { name, ...figures((memory) => memory.totalMegabytes), target },
    { name: "  of it anonymous", ...figures((memory) => memory.anonymousMegabytes) },
    { name: "  of it file-backed", ...figures((memory) => memory.fileBackedMegabytes) },
  ];
}
