import type { Logger } from "../kernel/logger.ts";
import type { StationSink } from "./bus-feeds.ts";
import type { LateBound } from "./late-bound.ts";
import type { Station } from "./station.ts";

/** Distributes what the bus tells among the station's blocks. */
export function stationSink(running: LateBound<Station>, log: Logger): StationSink {
  return {
    onEvent(event) {
      const { availability, transactions } = running.value;
      availability.onEvseEvent(event);
      transactions.handle(event).catch((error: unknown) =>
        log.error("an event of an EVSE could not be taken", {
          evse: event.evseId,
          kind: event.kind,
          error: String(error),
        })
      );
    },
    onReading(evse, reading) {
      running.value.readings.record(evse, reading);
      running.value.transactions.meterReading(evse, reading);
    },
    onLiveValues(values) {
      for (const { component, variable, value } of values) {
        running.value.deviceModel.setActual({ component, variable }, value);
      }
    },
    onErrorEvent: (error) => running.value.availability.onErrorEvent(error),
    onEvseRestarted: (evse) => running.value.transactions.evseRestarted(evse),
    onPhasesOffered: (evse, phases) => running.value.transactions.phasesOffered(evse, phases),
  };
}
