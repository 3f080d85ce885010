import { setEvsePower } from "../../station/smart-charging/evse-power.ts";
import { setLiveValues } from "../live-values.ts";
import type { StationSink } from "./bus-feeds.ts";
import type { EvseRelease } from "./evse-release.ts";
import type { StartQueue } from "./start-queue.ts";
import type { StationOnBus } from "./station-on-bus.ts";

/** Passes on to the station what arrives from the bus. Called in tasks of the queue, so when the station runs. */
export function stationSink(queue: StartQueue<StationOnBus>, release: EvseRelease): StationSink {
  const equipment = () => queue.running.equipment;
  return {
    onEvent: (event) => equipment().onEvseEvent(event),
    onReading: (evse, reading) => equipment().onReading(evse, reading),
    onLiveValues: (values) => setLiveValues(queue.running.deviceModel, values),
    onSupplyCapacity: (evse, supply) => setEvsePower(queue.running.deviceModel, evse, supply),
    onErrorEvent: (error) => equipment().onErrorEvent(error),
    onEvseRestarted: (evse) => equipment().onEvseRestarted(evse),
    onEvseWaiting: (evse) => release.waiting(evse),
    onPhasesOffered: (evse, phases) => equipment().onPhasesOffered(evse, phases),
    onOutsideLimits: (evse, limits) => equipment().onOutsideLimits(evse, limits),
    onReservationUpdate: (update) => equipment().onReservationUpdate(update),
    onRemoteStartDropped: (remoteStartId) => equipment().onRemoteStartDropped(remoteStartId),
    onFirmwareProgress: (progress) => equipment().onFirmwareProgress(progress),
    onUploadProgress: (progress) => equipment().onUploadProgress(progress),
  };
}
