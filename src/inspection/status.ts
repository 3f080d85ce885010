import type { ClockFacts } from "./clock-facts.ts";
import type { LinkState } from "../csms/link-state.ts";
import type { ConnectorStatusEnumType, RegistrationStatusEnumType } from "../ocpp/messages.ts";

/** The answer to `status`. Times are Unix milliseconds. */
export type StationStatus = StartingStatus | RunningStatus;

/** The module has not reached the point where it knows the station. */
export interface StartingStatus {
  readonly kind: "starting";
  readonly version: string;
  readonly moduleId: string;
  readonly startedMs: number;
  readonly nowMs: number;
  /** What it waits for, e.g. "waiting for EVerest to become ready". */
  readonly phase: string;
}

export interface RunningStatus extends ClockFacts {
  readonly kind: "running";
  readonly version: string;
  readonly moduleId: string;
  readonly startedMs: number;
  readonly link: LinkState;
  /** Since when there is no connection, however often one was tried; absent while there is one. */
  readonly disconnectedSinceMs?: number;
  /** "none": the CSMS has not answered a BootNotification. */
  readonly registration: RegistrationStatusEnumType | "none";
  readonly queue: QueueStatus;
  readonly storage: "healthy" | { readonly stuck: string };
  readonly evses: readonly EvseStatus[];
}

export interface QueueStatus {
  /** Messages on disk that the CSMS has not confirmed. */
  readonly messages: number;
  /** When the oldest of them happened; absent: none waits. */
  readonly oldestMs?: number;
}

export interface EvseStatus {
  readonly evseId: number;
  readonly connectors: readonly { readonly connectorId: number; readonly status: ConnectorStatusEnumType }[];
  readonly transaction?: {
    readonly transactionId: string;
    readonly startedMs: number;
    readonly chargingState: string;
    readonly energyWh?: number;
  };
  readonly powerWatts?: number;
  /** What the EVSE may draw now; absent: no limit is known. */
  readonly limit?: { readonly value: number; readonly unit: "A" | "W"; readonly reason: string };
}
