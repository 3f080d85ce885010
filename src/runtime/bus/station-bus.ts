import { listedType } from "../../bridge/certificate-mapping.ts";
import { connectEnergySinks, type EnergySinks, limitSinks, limitSource } from "../../bridge/energy-sinks.ts";
import type { ErrorMap } from "../../bridge/error-map-format.ts";
import { awaitEvses, type EvsesReady } from "../../bridge/evses-ready.ts";
import { SystemAdapter } from "../../bridge/system-adapter.ts";
import type { ConnectedModule } from "../../everest/bus-module.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { LimitsPort } from "../../station/smart-charging/smart-charging-block.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { keepAuthConfigured } from "./auth-configuration.ts";
import { subscribeFeeds } from "./bus-feeds.ts";
import { deferUntilStarted } from "./deferred-module.ts";
import { EvseRelease } from "./evse-release.ts";
import { connectIso15118, type Iso15118 } from "./iso15118.ts";
import { type ProvidedInterfaces, provideInterfaces } from "./provided-interfaces.ts";
import { connectRequirements, type RequiredInterfaces } from "./required-interfaces.ts";
import { StartQueue } from "./start-queue.ts";
import type { StationOnBus } from "./station-on-bus.ts";
import { stationSink } from "./station-sink.ts";

/** Everything that the station has on EVerest's bus. */
export interface StationBus {
  readonly module: ConnectedModule;
  readonly required: RequiredInterfaces;
  readonly provided: ProvidedInterfaces;
  /** The controller; one for all, because it reports the boot reason only once. */
  readonly system: SystemAdapter;
  readonly iso15118: Iso15118;
  readonly energySinks: Extract<EnergySinks, { kind: "sinks" }>;
  /** Which EVSEs have said that they are up. */
  readonly evsesReady: EvsesReady;
  /** Keeps the modules at what the device model says from now on. */
  keepConfigured(deviceModel: StationDeviceModel): void;
  /** Passes limits on to the energy management and to modules that listen. */
  readonly limits: LimitsPort;
  /** The station runs: hands over what has arrived, and releases the EVSEs. */
  open(station: StationOnBus): void;
}

export interface StationBusDeps {
  readonly errorMap: ErrorMap;
  readonly clock: Clock;
  readonly log: Logger;
}

export type StationBusConnecting =
  | { readonly kind: "connected"; readonly bus: StationBus }
  /** The modules that EVerest connected do not suffice. */
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Subscribes and provides everything. To be called before the module says that it is ready: nothing on the bus is ever
 * repeated. What arrives waits until the station runs.
 */
export function connectStationBus(module: ConnectedModule, deps: StationBusDeps): StationBusConnecting {
  const { errorMap, clock, log } = deps;
  const everestLog = log.child("everest");
  const requirements = connectRequirements(module, everestLog);
  if (requirements.kind === "missing") return { kind: "failed", reason: requirements.reason };
  const required = requirements.interfaces;
  const energySinks = connectEnergySinks(module, required.evses.length, everestLog);
  if (energySinks.kind === "invalid") return { kind: "failed", reason: energySinks.reason };

  const queue = new StartQueue<StationOnBus>(log);
  const release = new EvseRelease(required.evses);
  const evsesReady = awaitEvses(required.evses);
  const deferred = deferUntilStarted(module, queue);
  // First: an EVSE that restarts must hear its settings before its release.
  const iso15118 = connectIso15118({
    interfaces: required,
    module,
    deferred,
    queue,
    log: log.child("bridge"),
  });
  subscribeFeeds({
    module: deferred,
    sink: stationSink(queue, release),
    errorMap,
    ownSource: limitSource(module.moduleId),
    layoutOf: (evse) => queue.running.layout[evse - 1]!,
    clock,
    log: log.child("bridge"),
  });
  // Other modules may install certificates too.
  required.security.onCertificateStoreUpdate((update) =>
    void queue.station?.certificates.store.changedByOthers(listedType(update))
  );
  const provided = provideInterfaces(module, { queue, clock, log: everestLog });
  return {
    kind: "connected",
    bus: {
      module,
      required,
      provided,
      system: new SystemAdapter(required.system),
      iso15118,
      energySinks,
      evsesReady,
      keepConfigured(deviceModel) {
        keepAuthConfigured(deviceModel, required.auth, log);
        iso15118.start(deviceModel);
      },
      limits: {
        // Without any sink there is nothing to share out.
        stationNode: energySinks.byEvse.has(0) || energySinks.byEvse.size === 0 ? "connected" : "absent",
        publish: (schedules) => provided.publishSchedules(schedules),
        ...limitSinks(energySinks.byEvse, module.moduleId, { clock, log: everestLog }),
      },
      open(station) {
        queue.open(station);
        release.all();
      },
    },
  };
}
