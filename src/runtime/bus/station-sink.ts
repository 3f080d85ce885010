import type { Logger } from "../../kernel/logger.ts";
import { variableKey } from "../../variables/device-model.ts";
import type { StationSink } from "./bus-feeds.ts";
import type { EvseRelease } from "./evse-release.ts";
import type { LateBound } from "../late-bound.ts";
import type { CommandedStation } from "./provided-interfaces.ts";

const SUPPLY_VOLTAGE = variableKey("SmartChargingCtrlr", "SupplyVoltage");
const DEFAULT_SUPPLY_VOLTS = 230;

/** Distributes what the bus tells among the station's blocks. */
export function stationSink(
  running: LateBound<CommandedStation>,
  release: EvseRelease,
  log: Logger,
): StationSink {
  return {
    onEvent(event) {
      const { availability, transactions, reservations } = running.value.station;
      const redeemed = reservations.redeem(event);
      availability.onEvseEvent(redeemed);
      transactions.handle(redeemed).catch((error: unknown) =>
        log.error("an event of an EVSE could not be taken", {
          evse: event.evseId,
          kind: event.kind,
          error: String(error),
        })
      );
    },
    onReading(evse, reading) {
      running.value.station.metering.reading(evse, reading);
      running.value.station.cost.reading(evse, reading);
    },
    onLiveValues(values) {
      for (const { component, variable, value } of values) {
        running.value.station.deviceModel.setActual({ component, variable }, value);
      }
    },
    onSupplyCapacity(evse, { phases, amperesPerPhase }) {
      const { deviceModel } = running.value.station;
      const volts = deviceModel.integer(SUPPLY_VOLTAGE) ?? DEFAULT_SUPPLY_VOLTS;
      // Part 2, §2.13.7: the most that the EVSE can provide.
      const power = { component: { name: "EVSE", evse: { id: evse } }, variable: { name: "Power" } };
      deviceModel.setMaxLimit(power, phases * amperesPerPhase * volts);
    },
    onErrorEvent(error) {
      running.value.station.unlock.onErrorEvent(error);
      running.value.station.availability.onErrorEvent(error);
    },
    onEvseRestarted(evse) {
      running.value.station.transactions.evseRestarted(evse);
      running.value.station.operativeControl.evseRestarted(evse);
      running.value.station.reservations.evseRestarted(evse);
    },
    onEvseWaiting: (evse) => release.waiting(evse),
    onPhasesOffered: (evse, phases) => running.value.station.transactions.phasesOffered(evse, phases),
    onReservationUpdate: (update) => running.value.station.reservations.onUpdate(update),
    onRemoteStartDropped: (remoteStartId) => running.value.station.remoteStarts.drop(remoteStartId),
    onFirmwareProgress: (progress) => running.value.station.firmware.onProgress(progress),
    onUploadProgress: (progress) => running.value.station.logUpload.onProgress(progress),
  };
}
