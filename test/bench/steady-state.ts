import { variableKey } from "../../src/variables/device-model.ts";
import type { BenchRow } from "./bench-row.ts";
import { type BenchContext, openBench, pause, startAndBoot } from "./bench-stand.ts";
import { cpuPercentOf, type Memory, memoryOf } from "./process-figures.ts";
import { SessionTraffic } from "./session-traffic.ts";

const METERS = { chargeDelayMs: "manual", meterIntervalMs: 500 } as const;
const SETTLE_MS = 3000;
/** V8 collects garbage of its own accord about eight seconds after a load. */
const COLLECTED_MS = 15_000;
const WATCH_SECONDS = 20;
const MESSAGES = 10_000;
const THRESHOLD = [variableKey("OCPPCommCtrlr", "OfflineThreshold")];

/** The same process idle with two power meters at 2 Hz, then under load, then idle again. */
export async function steadyState(context: BenchContext): Promise<BenchRow[]> {
  await using bench = await openBench(context, { broker: "mosquitto-unix", everest: { evse: METERS } });
  const { pid } = await startAndBoot(bench);
  await pause(SETTLE_MS);
  const cpuPercent = await cpuPercentOf(pid, WATCH_SECONDS);
  const idle = await memoryOf(pid);

  const traffic = await SessionTraffic.begin(bench);
  // Half of them start on the bus, half at the CSMS.
  for (let message = 0; message < MESSAGES; message += 2) {
    await traffic.timedChange();
    await bench.csms.call("GetVariables", { getVariableData: THRESHOLD });
    // What is not needed any more would only make our own process slow.
    bench.csms.log.splice(0);
  }
  await pause(COLLECTED_MS);
  const after = await memoryOf(pid);
  return [
    {
      name: "idle CPU, two power meters at 2 Hz",
      value: cpuPercent,
      unit: "% of a core",
      target: "≤ 1",
      cpp: 1,
    },
    ...memoryRows("memory idle", idle, 27),
    ...memoryRows("memory after 10 000 messages", after),
  ];
}

/** Resident memory; what of it is shared with other processes of the same executable stands apart. */
export function memoryRows(name: string, memory: Memory, cpp?: number): BenchRow[] {
  return [
    { name, value: memory.totalMegabytes, unit: "MB", target: "≤ 60", ...(cpp ? { cpp } : {}) },
    { name: "  of it anonymous", value: memory.anonymousMegabytes, unit: "MB" },
    { name: "  of it file-backed", value: memory.fileBackedMegabytes, unit: "MB" },
  ];
}
