import type { ErrorMap } from "../../bridge/error-map-format.ts";
import { toErrorEvent } from "../../bridge/error-map.ts";
import { toOutsideLimits } from "../../bridge/enforced-limits.ts";
import { type EvseSink, feedEvse } from "../../bridge/evse-feed.ts";
import { toFirmwareProgress } from "../../bridge/firmware-adapter.ts";
import { toUploadProgress } from "../../bridge/log-adapter.ts";
import { toDroppedRemoteStart } from "../../bridge/token-status.ts";
import { toReservationUpdate } from "../../bridge/reservation-adapter.ts";
import { auth } from "../../everest/interfaces/auth.ts";
import { evseManager } from "../../everest/interfaces/evse-manager.ts";
import { reservation } from "../../everest/interfaces/reservation.ts";
import { system } from "../../everest/interfaces/system.ts";
import type { EverestModule } from "../../everest/module.ts";
import type { Clock } from "../../kernel/clock.ts";
import { type EvseId, evseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { EquipmentListener } from "../../station/equipment-listener.ts";
import type { EvseLayout } from "../../station/ports/evse-port.ts";

/** What of the bus the station listens to. */
export interface StationSink extends EvseSink, Omit<EquipmentListener, "onEvseEvent" | "onReading"> {
  /** The EVSE is up, but waits for its release. */
  onEvseWaiting(evse: EvseId): void;
}

export interface BusFeedDeps {
  /** Holds back what arrives until the station runs. */
  readonly module: EverestModule;
  readonly sink: StationSink;
  readonly errorMap: ErrorMap;
  /** The source in limits of ours. */
  readonly ownSource: string;
  /** Asked only once the station runs. */
  layoutOf(evse: EvseId): EvseLayout;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Subscribes to every EVSE, to the controller and to the errors of all modules. To be called before the module says that it is ready. */
export function subscribeFeeds(deps: BusFeedDeps): void {
  const { module, sink, errorMap, ownSource, layoutOf, clock, log } = deps;
  const evseManagers = module.connections("evse_manager");
  evseManagers.forEach((connection, index) => {
    const id = evseId(index + 1);
    const manager = evseManager(module, connection, log);
    // The connectors are known only when the first variable is handed over.
    const evse: EvseLayout = {
      id,
      get connectors() {
        return layoutOf(id).connectors;
      },
    };
    feedEvse(manager, evse, { sink, clock, log });
    manager.onLimits((limits) => sink.onPhasesOffered(id, limits.nr_of_phases_available));
    manager.onEnforcedLimits((limits) => sink.onOutsideLimits(id, toOutsideLimits(limits, ownSource)));
    manager.onReady((ready) => ready && sink.onEvseRestarted(id));
    manager.onWaitingForExternalReady((waiting) => {
      if (!waiting) return;
      sink.onEvseRestarted(id);
      sink.onEvseWaiting(id);
    });
  });
  for (const connection of module.connections("auth")) {
    auth(module, connection, log).onTokenValidationStatus((message) => {
      const remoteStartId = toDroppedRemoteStart(message);
      if (remoteStartId !== undefined) sink.onRemoteStartDropped(remoteStartId);
    });
  }
  for (const connection of module.connections("system")) {
    const controller = system(module, connection, log);
    controller.onLogStatus((status) => sink.onUploadProgress(toUploadProgress(status)));
    controller.onFirmwareUpdateStatus((status) => sink.onFirmwareProgress(toFirmwareProgress(status)));
  }
  for (const connection of module.connections("reservation")) {
    reservation(module, connection, log)
      .onReservationUpdate((update) => sink.onReservationUpdate(toReservationUpdate(update)));
  }
  module.onError((error) => {
    const complain = (reason: string) =>
      log.warning("an error of a module is wrong: parts are guessed", { type: error.type, reason });
    sink.onErrorEvent(toErrorEvent(error, errorMap, { evseManagers }, { nowMs: clock.wallMs(), complain }));
  });
}
