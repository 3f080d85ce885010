import type { ConnectorId, EvseId } from "../../kernel/ids.ts";

/** An error of the charging equipment that was raised or cleared, in station words. */
export interface ErrorEvent {
  /** The same for a raise and its clear: type, sub-type and origin. */
  readonly identity: string;
  readonly state: "raised" | "cleared";
  /** Absent: the charging station as a whole. */
  readonly evseId?: EvseId;
  /** Only together with `evseId`. Absent: the EVSE as a whole. */
  readonly connectorId?: ConnectorId;
  readonly subject: ErrorSubject;
  readonly trigger: "Alerting" | "Delta";
  /** Of OCPP: 0 (danger) to 9 (debug). */
  readonly severity: number;
  /** MREC code (`CX004`) where the error has one, else EVerest's error type. */
  readonly techCode: string;
  readonly techInfo?: string;
  /** When it was raised: EVerest repeats that time on the clear. */
  readonly timestampMs: number;
  readonly effect:
    /** Reported, and nothing else. */
    | "none"
    /** evse_manager/Inoperative: the connector (connector 1 when none is named) is Faulted. */
    | "inoperative"
    /** The connector's plug could not be locked (G05). */
    | "lockFailure"
    /** The connector's plug could not be unlocked (F05). */
    | "unlockFailure";
}

/** What of the device model an error is about. */
export interface ErrorSubject {
  /** Absent: ChargingStation, EVSE or Connector, as far as the place is known. */
  readonly component?: string;
  /** Of the component. */
  readonly instance?: string;
  /** Where the component is, as far as that is known. Absent: where the error is. */
  readonly at?: "station" | "evse" | "connector";
  /** True while the error is raised. */
  readonly variable: string;
}
