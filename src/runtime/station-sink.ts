import type { EvseManager } from "../everest/interfaces/evse-manager.ts";
import type { Logger } from "../kernel/logger.ts";
import type { StationSink } from "./bus-feeds.ts";
import type { LateBound } from "./late-bound.ts";
import type { CommandedStation } from "./provided-interfaces.ts";

/** Distributes what the bus tells among the station's blocks. */
export function stationSink(
  running: LateBound<CommandedStation>,
  evses: readonly EvseManager[],
  log: Logger,
): StationSink {
  return {
    onEvent(event) {
      const { availability, transactions } = running.value.station;
      availability.onEvseEvent(event);
      transactions.handle(event).catch((error: unknown) =>
        log.error("an event of an EVSE could not be taken", {
          evse: event.evseId,
          kind: event.kind,
          error: String(error),
        })
      );
    },
    onReading: (evse, reading) => running.value.station.metering.reading(evse, reading),
    onLiveValues(values) {
      for (const { component, variable, value } of values) {
        running.value.station.deviceModel.setActual({ component, variable }, value);
      }
    },
    onErrorEvent: (error) => running.value.station.availability.onErrorEvent(error),
    onEvseRestarted(evse) {
      running.value.station.transactions.evseRestarted(evse);
      // It may have come up after us, and waits to be let go.
      void evses[evse - 1]?.externalReadyToStartCharging();
    },
    onPhasesOffered: (evse, phases) => running.value.station.transactions.phasesOffered(evse, phases),
  };
}
