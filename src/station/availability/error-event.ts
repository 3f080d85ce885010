import type { ConnectorId, EvseId } from "../../kernel/ids.ts";

/** An error of the charging equipment that was raised or cleared. */
export interface ErrorEvent {
  /** Type, sub-type and origin: the same when raised and when cleared. */
  readonly identity: string;
  readonly state: "raised" | "cleared";
  /** Absent: the charging station as a whole. */
  readonly evseId?: EvseId;
  /** Only together with `evseId`. Absent: the EVSE as a whole. */
  readonly connectorId?: ConnectorId;
  readonly subject: ErrorSubject;
  readonly trigger: "Alerting" | "Delta";
  /** OCPP severity, 0 (danger) to 9 (debug). */
  readonly severity: number;
  /** MREC code (`CX004`) where the error has one, else EVerest's error type. */
  readonly techCode: string;
  readonly techInfo?: string;
  /** When it was raised: EVerest repeats that time when it is cleared. */
  readonly timestampMs: number;
  readonly effect:
    /** No effect on the status; the error is only reported. */
    | "none"
    /** evse_manager/Inoperative: the connector (connector 1 when none is named) is Faulted. */
    | "inoperative"
    /** The connector's plug could not be locked (G05). */
    | "lockFailure"
    /** The connector's plug could not be unlocked (F05). */
    | "unlockFailure";
}

/** The variable of the device model that an error is about. */
export interface ErrorSubject {
  /** Absent: ChargingStation, EVSE or Connector, depending on what the error names. */
  readonly component?: string;
  /** Of the component. */
  readonly instance?: string;
  /** Where the component is. Absent: where the error is. */
  readonly at?: "station" | "evse" | "connector";
  /** True while the error is raised. */
  readonly variable: string;
}
