import type { SetMonitoringDataType } from "../../src/ocpp/messages.ts";
import type { Workbench } from "../fakes/process/workbench.ts";
import { pause } from "../fakes/pause.ts";
import type { BenchRow } from "./bench-row.ts";
import { type BenchContext, latestRoundTrip, openBench, startAndBoot } from "./bench-stand.ts";
import { cpuPercentOf, memoryOf } from "./process-figures.ts";
import { typicalAndWorst } from "./statistics.ts";

const EVSES = 128;
const MONITORS = 1000;
const PER_MESSAGE = 100;
const METER_INTERVAL_MS = 500;
const SETTLE_MS = 3000;
const WATCH_SECONDS = 10;
const GUARD_MS = 60_000;
const REPORTS = 10;

/**
 * What variable monitors cost: 1 000 of them on the live values of a large site whose meters tell twice a second, set in
 * messages of 100, reported as a whole. Without monitors the same site is measured first.
 */
export async function monitoring(context: BenchContext): Promise<BenchRow[]> {
  await using bench = await openBench(context, {
    broker: "mosquitto-unix",
    everest: { evses: EVSES, evse: { meterIntervalMs: METER_INTERVAL_MS } },
    csms: { guardMs: GUARD_MS },
  });
  const { pid } = await startAndBoot(bench);
  await pause(SETTLE_MS);
  const cpuBefore = await cpuPercentOf(pid, WATCH_SECONDS);
  const memoryBefore = await memoryOf(pid);
  const setting = await setMonitors(bench);
  await pause(SETTLE_MS);
  const cpuAfter = await cpuPercentOf(pid, WATCH_SECONDS);
  const memoryAfter = await memoryOf(pid);
  return [
    {
      name: `setting ${PER_MESSAGE} monitors in one message, committed`,
      ...typicalAndWorst(setting),
      unit: "ms",
      target: "< 10",
    },
    {
      name: `GetMonitoringReport of ${MONITORS} monitors to its last frame`,
      ...typicalAndWorst(await reports(bench)),
      unit: "ms",
      target: "< 60",
    },
    {
      name: `${EVSES} EVSEs at 2 Hz, ${MONITORS} monitors: CPU`,
      value: cpuAfter / cpuBefore,
      unit: "× without",
      target: "≤ 1.5",
    },
    {
      name: `  memory of ${MONITORS} monitors`,
      value: memoryAfter.anonymousMegabytes - memoryBefore.anonymousMegabytes,
      unit: "MB",
      target: "< 1",
    },
  ];
}

/** Thresholds that idle EVSEs do not cross, and changes of their states. */
function monitorOf(index: number): SetMonitoringDataType {
  const round = Math.floor(index / EVSES);
  const component = { name: "EVSE", evse: { id: 1 + index % EVSES } };
  const severity = Math.floor(round / 2);
  return round % 2 === 0
    ? { component, variable: { name: "Power" }, type: "UpperThreshold", value: 20_000, severity }
    : { component, variable: { name: "AvailabilityState" }, type: "Delta", value: 1, severity };
}

async function setMonitors({ csms }: Workbench): Promise<number[]> {
  const times: number[] = [];
  for (let first = 0; first < MONITORS; first += PER_MESSAGE) {
    const setMonitoringData = Array.from({ length: PER_MESSAGE }, (_, index) => monitorOf(first + index));
    const { setMonitoringResult } = await csms.call("SetVariableMonitoring", { setMonitoringData });
    const refused = setMonitoringResult.find(({ status }) => status !== "Accepted");
    if (refused) throw new Error(`a monitor was refused: ${JSON.stringify(refused)}`);
    times.push(latestRoundTrip(csms));
  }
  return times;
}

async function reports({ csms }: Workbench): Promise<number[]> {
  const times: number[] = [];
  for (let requestId = 1; requestId <= REPORTS; requestId++) {
    const sentMs = performance.now();
    await csms.call("GetMonitoringReport", { requestId });
    await csms.expect("NotifyMonitoringReport", (page) => page.requestId === requestId && !page.tbc);
    times.push(performance.now() - sentMs);
  }
  return times;
}
