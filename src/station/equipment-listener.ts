import type { EvseId } from "../kernel/ids.ts";
import type { ErrorEvent } from "./availability/error-event.ts";
import type { EvseEvent, MeterReading } from "./evse-event.ts";
import type { FirmwareProgress } from "./ports/firmware-port.ts";
import type { UploadProgress } from "./ports/log-port.ts";
import type { OutsideLimit } from "./smart-charging/external-limits.ts";
import type { ReservationUpdate } from "./ports/reservation-port.ts";

/** Receives what the equipment reports: EVSEs, meters, the controller and its modules. */
export interface EquipmentListener {
  onEvseEvent(event: EvseEvent): void;
  /** A new reading of the meter of an EVSE. */
  onReading(evse: EvseId, reading: MeterReading): void;
  onErrorEvent(error: ErrorEvent): void;
  /** The EVSE has restarted. */
  onEvseRestarted(evse: EvseId): void;
  onPhasesOffered(evse: EvseId, phases: number): void;
  /** The limits that external systems set for the EVSE, up to one in each unit. */
  onOutsideLimits(evse: EvseId, limits: readonly OutsideLimit[]): void;
  onReservationUpdate(update: ReservationUpdate): void;
  /** EVerest will not use the token of this remote start. */
  onRemoteStartDropped(remoteStartId: number): void;
  onFirmwareProgress(progress: FirmwareProgress): void;
  onUploadProgress(progress: UploadProgress): void;
}

/** Passes everything on to all listeners, in this order. */
export function notifyEach(listeners: readonly Partial<EquipmentListener>[]): EquipmentListener {
  const each = (notify: (listener: Partial<EquipmentListener>) => void) => {
    for (const listener of listeners) notify(listener);
  };
  return {
    onEvseEvent: (event) => each((listener) => listener.onEvseEvent?.(event)),
    onReading: (evse, reading) => each((listener) => listener.onReading?.(evse, reading)),
    onErrorEvent: (error) => each((listener) => listener.onErrorEvent?.(error)),
    onEvseRestarted: (evse) => each((listener) => listener.onEvseRestarted?.(evse)),
    onPhasesOffered: (evse, phases) => each((listener) => listener.onPhasesOffered?.(evse, phases)),
    onOutsideLimits: (evse, limits) => each((listener) => listener.onOutsideLimits?.(evse, limits)),
    onReservationUpdate: (update) => each((listener) => listener.onReservationUpdate?.(update)),
    onRemoteStartDropped: (id) => each((listener) => listener.onRemoteStartDropped?.(id)),
    onFirmwareProgress: (progress) => each((listener) => listener.onFirmwareProgress?.(progress)),
    onUploadProgress: (progress) => each((listener) => listener.onUploadProgress?.(progress)),
  };
}
