import { readLayout } from "../bridge/evse-layout.ts";
import type { EvsesReady } from "../bridge/evses-ready.ts";
import type { ConnectedModule } from "../everest/bus-module.ts";
import { endingClock } from "../host/ending-clock.ts";
import { type Clock, sleep } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import { ABORTED, untilAborted } from "../kernel/until-aborted.ts";
import { openEverestConfiguration } from "./bus/open-everest-configuration.ts";
import { connectStationBus, type StationBus } from "./bus/station-bus.ts";
import { composeStation } from "./composition.ts";
import { loadErrorMap } from "./error-map-file.ts";
import type { ModuleConfig } from "./module-config.ts";
import type { Platform } from "./platform.ts";
import { type RunningStation, runStation } from "./run-station.ts";
import type { StartFacts } from "./station-setup.ts";
import { openInspection } from "./inspection/open-inspection.ts";
import { stationControls } from "./inspection/station-controls.ts";
import { stationInspectors } from "./inspection/station-inspectors.ts";
import { openStorage } from "./storage.ts";

/** How often the log names the EVSEs that are missing. */
const EVSE_REMINDER_MS = 10_000;
const EVSE_PATIENCE_MS = 60_000;

export type StartOutcome =
  | { readonly kind: "running"; readonly station: RunningStation }
  | { readonly kind: "failed"; readonly reason: string }
  /** The process is to end; there is nothing to stop. */
  | { readonly kind: "aborted" };

type Gathering =
  | { readonly kind: "gathered"; readonly facts: StartFacts }
  | Exclude<StartOutcome, { kind: "running" }>;

/**
 * Brings the station up in the order of EVerest's own module, without its races: subscribe and provide everything,
 * ready, wait for the EVSEs, build the station, hand over what has arrived, release the EVSEs, connect. Ends at once
 * when `signal` is aborted, at every one of these steps. Nothing stays open unless the station runs; `close` closes the
 * databases and is to be called last, when the bus is closed.
 */
export async function startStation(
  module: ConnectedModule,
  config: ModuleConfig,
  process: Platform,
  signal: AbortSignal,
): Promise<StartOutcome> {
  const clock = endingClock(process.clock);
  const platform: Platform = { ...process, clock };
  const { ids, log } = platform;
  const errorMap = await loadErrorMap(config);
  if (errorMap.kind === "refused") return { kind: "failed", reason: errorMap.reason };
  const connecting = connectStationBus(module, { errorMap: errorMap.map, clock, log });
  if (connecting.kind === "failed") return connecting;
  const { bus } = connecting;

  platform.serviceManager.status("waiting for EVerest to become ready");
  const ready = module.start();
  const evses = bus.required.evses.length;
  const opening = await openStorage(config, { evses, clock, ids, log: log.child("storage") });
  if (opening.kind === "failed") return opening;
  const { storage } = opening;
  const inspection = await openInspection({
    listen: () => platform.listenForInspection(config.coreDatabasePath),
    listenForControl: () => platform.listenForControl(config.coreDatabasePath),
    moduleId: module.moduleId,
    clock,
    log: log.child("inspection"),
  });
  inspection.phase("waiting for EVerest to become ready");
  // No timer may fire that would write to a closed database.
  const close = async () => {
    inspection.close();
    clock.end();
    await storage.close();
  };
  let outcome: StartOutcome | undefined;
  try {
    const gathering = await gatherFacts(bus, config, platform, { ready, signal });
    if (gathering.kind !== "gathered") return outcome = gathering;
    const setup = { config, platform, storage, bus, facts: gathering.facts };
    const composed = composeStation(setup);
    inspection.running({
      inspectors: stationInspectors(composed, setup),
      controls: stationControls(composed, log.child("inspection")),
    });
    const station = await runStation(composed, setup);
    return outcome = { kind: "running", station: { ...station, close } };
  } finally {
    if (outcome?.kind !== "running") await close();
  }
}

/** Waits for EVerest and asks it what the station is. */
async function gatherFacts(
  bus: StationBus,
  config: ModuleConfig,
  { clock, log }: Platform,
  { ready, signal }: { readonly ready: Promise<void>; readonly signal: AbortSignal },
): Promise<Gathering> {
  const { module, required, evsesReady } = bus;
  if (await untilAborted(ready, signal) === ABORTED) return { kind: "aborted" };
  const scope = wasRunningAlready(module) ? "processOnly" : "station";
  if (scope === "station" && await evsesUp(evsesReady, clock, log, signal) === "aborted") {
    return { kind: "aborted" };
  }
  const asked = readLayout(required.evses);
  const everestConfiguration = openEverestConfiguration(module, config, {
    clock,
    log: log.child("device-model"),
  });
  const evses = await untilAborted(asked, signal);
  if (evses === ABORTED) return { kind: "aborted" };
  if (evses.kind === "invalid") return { kind: "failed", reason: evses.reason };
  // Last: the controller tells the boot reason once, and a start that fails before must not cost it.
  const bootReason = await untilAborted(bus.system.bootReason(), signal);
  if (bootReason === ABORTED) return { kind: "aborted" };
  return { kind: "gathered", facts: { layout: evses.evses, bootReason, scope, everestConfiguration } };
}

/** The manager clears the module names once all modules are ready. Without them only this process is new, and the EVSEs reported their readiness long ago. */
function wasRunningAlready(module: ConnectedModule): boolean {
  return Object.keys(module.moduleNames).length === 0;
}

/** Resolves when every EVSE has reported that it is up, or when waiting longer makes no sense. */
async function evsesUp(
  evses: EvsesReady,
  clock: Clock,
  log: Logger,
  signal: AbortSignal,
): Promise<"goOn" | "aborted"> {
  const up = new AbortController();
  void evses.all.then(() => up.abort());
  const either = AbortSignal.any([up.signal, signal]);
  for (let waitedMs = EVSE_REMINDER_MS; waitedMs <= EVSE_PATIENCE_MS; waitedMs += EVSE_REMINDER_MS) {
    const waited = await sleep(clock, "evse-reminder", EVSE_REMINDER_MS, either);
    if (signal.aborted) return "aborted";
    if (waited === "aborted") return "goOn";
    log.notice("waiting for EVSEs to become ready", { missing: evses.missing() });
  }
  // A manager that keeps its topics looks as if it had just started. Whether the EVSEs live shows when they are asked.
  log.warning("the start goes on without EVSEs that have not said that they are ready", {
    missing: evses.missing(),
  });
  return "goOn";
}
