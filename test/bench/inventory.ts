import type { FakeConfigurations } from "../fakes/everest-configuration-service.ts";
import type { Workbench } from "../fakes/process/workbench.ts";
import { pause } from "../fakes/pause.ts";
import type { BenchRow } from "./bench-row.ts";
import { arrivalOf, type BenchContext, openBench, startAndBoot } from "./bench-stand.ts";
import { memoryOf } from "./process-figures.ts";
import { QUIET_EVSE } from "./session-traffic.ts";
import { spread } from "./statistics.ts";

const REPORTS = 100;
/**
 * Settings of EVerest's modules make the report as long as it was for the C++ module: 7 frames, 192 kB. They are read
 * from the manager anew for every report.
 */
const MODULE_SETTINGS = 380;
const LEAST_BYTES = 192_000;
const PAUSE_MS = 20;

/** From the write of GetBaseReport until the last NotifyReport of the full inventory has arrived. */
export async function inventory(context: BenchContext): Promise<BenchRow[]> {
  const configuration = { modules: moduleSettings(), access: { allow_global_read: true } };
  await using bench = await openBench(context, {
    broker: "mosquitto-unix",
    everest: { evse: QUIET_EVSE, configuration },
  });
  const { pid } = await startAndBoot(bench);
  let size = { frames: 0, bytes: 0 };
  const times: number[] = [];
  const resident: number[] = [];
  for (let requestId = 1; requestId <= 3 * REPORTS; requestId++) {
    const { tookMs, ...sent } = await report(bench, requestId);
    times.push(tookMs);
    size = sent;
    resident.push((await memoryOf(pid)).anonymousMegabytes);
    await pause(PAUSE_MS);
  }
  // Garbage comes and goes; what is kept raises the lowest point, which is right after a collection.
  const lowest = (from: number) => Math.min(...resident.slice(from, from + REPORTS));
  return [
    {
      name: `FullInventory (${size.frames} frames, ${Math.round(size.bytes / 1000)} kB) to its last frame`,
      ...spread(times.slice(REPORTS)),
      unit: "ms",
      target: "< 60",
    },
    {
      name: `  memory kept by ${REPORTS} of them`,
      value: lowest(2 * REPORTS) - lowest(REPORTS),
      unit: "MB",
      target: "≤ 1",
    },
  ];
}

async function report({ csms }: Workbench, requestId: number) {
  const startMs = performance.timeOrigin + performance.now();
  const { status } = await csms.call("GetBaseReport", { requestId, reportBase: "FullInventory" });
  if (status !== "Accepted") throw new Error(`GetBaseReport is ${status}`);
  for (let frames = 1, bytes = 0;; frames++) {
    const { messageId, payload } = await csms.expect("NotifyReport", (part) => part.requestId === requestId);
    bytes += JSON.stringify(payload).length;
    if (payload.tbc === true) continue;
    if (bytes < LEAST_BYTES) throw new Error(`the report has only ${bytes} bytes`);
    return { tookMs: arrivalOf(csms, messageId) - startMs, frames, bytes };
  }
}

function moduleSettings(): FakeConfigurations {
  const settings = Array.from({ length: MODULE_SETTINGS }, (_, i) => ({
    name: `setting_number_${i}`,
    value: "a value",
    characteristics: { datatype: "string", mutability: "ReadWrite" } as const,
  }));
  return { evse_manager_1: { connector_implementation: settings } };
}
