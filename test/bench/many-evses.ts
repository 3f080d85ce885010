import type { BenchRow } from "./bench-row.ts";
import { type BenchContext, openBench, startAndBoot } from "./bench-stand.ts";
import { cpuPercentOf, memoryOf } from "./process-figures.ts";
import { pause } from "../fakes/pause.ts";

const EVSES = 128;
const METER_INTERVAL_MS = 500;
const SETTLE_MS = 3000;
const WATCH_SECONDS = 10;
const GUARD_MS = 60_000;

/** A large site: every EVSE has a power meter that tells its values twice a second. */
export async function manyEvses(context: BenchContext): Promise<BenchRow[]> {
  await using bench = await openBench(context, {
    broker: "mosquitto-unix",
    everest: { evses: EVSES, evse: { meterIntervalMs: METER_INTERVAL_MS } },
    csms: { guardMs: GUARD_MS },
  });
  const { pid } = await startAndBoot(bench);
  await pause(SETTLE_MS);
  const cpuPercent = await cpuPercentOf(pid, WATCH_SECONDS);
  const memory = await memoryOf(pid);
  const name = `${EVSES} EVSEs, power meters at 2 Hz`;
  return [
    { name: `${name}: CPU`, value: cpuPercent, unit: "% of a core" },
    { name: `${name}: memory`, value: memory.totalMegabytes, unit: "MB" },
    { name: "  of it anonymous", value: memory.anonymousMegabytes, unit: "MB" },
  ];
}
