import { connectEnergySinks } from "../bridge/energy-sinks.ts";
import { readLayout } from "../bridge/evse-layout.ts";
import { awaitEvses, type EvsesReady } from "../bridge/evses-ready.ts";
import { SystemAdapter } from "../bridge/system-adapter.ts";
import type { ConnectedModule } from "../everest/bus-module.ts";
import { type Clock, sleep } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import { ABORTED, untilAborted } from "../kernel/until-aborted.ts";
import type { EvseLayout } from "../station/ports/evse-port.ts";
import { subscribeFeeds } from "./bus/bus-feeds.ts";
import { deferUntilStarted } from "./bus/deferred-module.ts";
import { endingClock } from "../host/ending-clock.ts";
import { loadErrorMap } from "./error-map-file.ts";
import { connectEverestConfiguration } from "./parts/everest-configuration-parts.ts";
import { EvseRelease } from "./bus/evse-release.ts";
import { connectIso15118 } from "./parts/iso15118-parts.ts";
import { LateBound } from "./late-bound.ts";
import type { ModuleConfig } from "./module-config.ts";
import type { Platform } from "./platform.ts";
import { type CommandedStation, provideInterfaces } from "./bus/provided-interfaces.ts";
import { connectRequirements } from "./bus/required-interfaces.ts";
import { type RunningStation, runStation } from "./run-station.ts";
import { StartQueue } from "./bus/start-queue.ts";
import { stationSink } from "./bus/station-sink.ts";
import { openStorage } from "./storage.ts";

/** How often the log says which EVSE we still wait for. */
const EVSE_REMINDER_MS = 10_000;
const EVSE_PATIENCE_MS = 60_000;

export type StartOutcome =
  | { readonly kind: "running"; readonly station: RunningStation }
  | { readonly kind: "failed"; readonly reason: string }
  /** The process is to end; there is nothing to stop. */
  | { readonly kind: "aborted" };

/**
 * Brings the station up in the order of EVerest's own module, without its races: subscribe and provide everything,
 * ready, wait for the EVSEs, build the station, hand over what arrived meanwhile, let the EVSEs go, connect. Ends at
 * once when `signal` is aborted, whatever it waits for. Nothing stays open unless the station runs.
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
  const requirements = connectRequirements(module, log.child("everest"));
  if (requirements.kind === "missing") return { kind: "failed", reason: requirements.reason };
  const { interfaces } = requirements;
  const connecting = connectEnergySinks(module, interfaces.evses.length, log.child("everest"));
  if (connecting.kind === "invalid") return { kind: "failed", reason: connecting.reason };
  const sinks = connecting;

  const errorMap = await loadErrorMap(config);
  if (errorMap.kind === "refused") return { kind: "failed", reason: errorMap.reason };

  const queue = new StartQueue(log);
  const layout = new LateBound<readonly EvseLayout[]>();
  const running = new LateBound<CommandedStation>();
  const release = new EvseRelease(interfaces.evses);
  const evsesReady = awaitEvses(interfaces.evses);
  const deferred = deferUntilStarted(module, queue);
  // First: an EVSE that restarts is told what it has forgotten before it is let go.
  const iso15118 = connectIso15118({ interfaces, module, deferred, running, log: log.child("bridge") });
  subscribeFeeds({
    module: deferred,
    sink: stationSink(running, release, log.child("station")),
    errorMap: errorMap.map,
    layoutOf: (evse) => layout.value[evse - 1]!,
    clock,
    log: log.child("bridge"),
  });
  // Somebody else may install certificates too.
  interfaces.security.onCertificateStoreUpdate(() =>
    void running.ifBound?.station.certificates.store.counted()
  );
  const provided = provideInterfaces(module, { running, queue, clock, log: log.child("everest") });

  platform.serviceManager.status("waiting for EVerest to become ready");
  const ready = module.start();
  const opening = await openStorage(config, { clock, ids, log: log.child("storage") });
  if (opening.kind === "failed") return opening;
  const { storage } = opening;
  let outcome: StartOutcome | undefined;
  try {
    outcome = await bringUp();
    return outcome;
  } finally {
    if (outcome?.kind !== "running") closeAll();
  }

  async function bringUp(): Promise<StartOutcome> {
    if (await untilAborted(ready, signal) === ABORTED) return { kind: "aborted" };
    const started = wasRunningAlready(module) ? "processOnly" : "station";
    if (started === "station" && await evsesUp(evsesReady, clock, log, signal) === "aborted") {
      return { kind: "aborted" };
    }
    const systemPort = new SystemAdapter(interfaces.system);
    const asked = readLayout(interfaces.evses);
    const everestConfiguration = connectEverestConfiguration(module, config, {
      clock,
      log: log.child("device-model"),
    });
    const evses = await untilAborted(asked, signal);
    if (evses === ABORTED) return { kind: "aborted" };
    if (evses.kind === "invalid") return { kind: "failed", reason: evses.reason };
    layout.bind(evses.evses);
    // Last: it is told once, and a start that fails before must not cost it.
    const bootReason = await untilAborted(systemPort.bootReason(), signal);
    if (bootReason === ABORTED) return { kind: "aborted" };
    const station = await runStation({
      module,
      config,
      platform,
      interfaces,
      provided,
      storage,
      sinks,
      bootReason,
      systemPort,
      ...{ queue, running, release, started, layout: evses.evses, everestConfiguration, iso15118 },
    });
    return { kind: "running", station: { ...station, close: closeAll } };
  }

  /** Nobody wakes up who would write. */
  function closeAll(): void {
    clock.end();
    storage.close();
  }
}

/** The manager clears what it told about the modules once all are ready: then only we are new, and the EVSEs have long said so. */
function wasRunningAlready(module: ConnectedModule): boolean {
  return Object.keys(module.moduleNames).length === 0;
}

/** Resolves when every EVSE has said that it is up, or when there is no sense in waiting any longer. */
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
  log.warning("going on without EVSEs that have not said that they are ready", { missing: evses.missing() });
  return "goOn";
}
