import type { BusError, Connection } from "../everest/module.ts";
import { connectorId, evseId } from "../kernel/ids.ts";
import type { ErrorEvent } from "../station/availability/error-event.ts";
import type { Arrival } from "./complaint.ts";
import { type ErrorEntry, type ErrorMap, refined } from "./error-map-format.ts";
import { timestampOrNow } from "./timestamps.ts";

/** Severities of OCPP for errors without one in the map. */
const SEVERITY: Readonly<Record<BusError["severity"], number>> = { High: 3, Medium: 4, Low: 6 };

/** The map's entry for an error: by its sub-type, else its type, else its MREC code. */
function entryOf({ type, subType }: Pick<BusError, "type" | "subType">, map: ErrorMap): ErrorEntry {
  const mrec = mrecOf(type);
  const ofType = map.get(type) ?? (mrec === undefined ? undefined : map.get(`*/MREC${mrec}`));
  if (ofType === undefined) return {};
  const { subTypes, ...entry } = ofType;
  return refined(entry, subTypes.get(subType) ?? {});
}

/**
 * The OCPP name of an error: the map's techCode; else, for the errors that EVerest names after the "minimum
 * required error codes", that code (`evse_board_support/MREC4OverCurrentFailure` is CX004); else EVerest's
 * name.
 */
export function techCodeOf(error: Pick<BusError, "type" | "subType">, map: ErrorMap): string {
  const mrec = mrecOf(error.type);
  return entryOf(error, map).techCode ??
    (mrec === undefined ? error.type : `CX${String(mrec).padStart(3, "0")}`);
}

function mrecOf(errorType: string): number | undefined {
  const digits = /\/MREC0*(\d{1,3})(?!\d)/.exec(errorType)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The context needed to locate an error on the station. */
export interface ErrorPlaces {
  /** The connections of `evse_manager`: the n-th is EVSE n. */
  readonly evseManagers: readonly Connection[];
}

/** Maps an error on the bus to a station error event. */
export function toErrorEvent(
  error: BusError,
  map: ErrorMap,
  places: ErrorPlaces,
  arrival: Arrival,
): ErrorEvent {
  const { moduleId, implementationId } = error.origin;
  const { component, instance, at, variable = "Problem", trigger = "Alerting", severity } = entryOf(
    error,
    map,
  );
  const techInfo = infoOf(error);
  return {
    identity: [error.type, error.subType, moduleId, implementationId].join(" "),
    state: error.state === "Active" ? "raised" : "cleared",
    ...placeOf(error, places),
    subject: { variable, ...(component && { component }), ...(instance && { instance }), ...(at && { at }) },
    trigger,
    severity: severity ?? SEVERITY[error.severity],
    techCode: techCodeOf(error, map),
    ...(techInfo === "" ? {} : { techInfo }),
    timestampMs: timestampOrNow(error.timestamp, arrival),
    effect: effectOf(error.type),
  };
}

function placeOf(error: BusError, places: ErrorPlaces): Pick<ErrorEvent, "evseId" | "connectorId"> {
  const { moduleId, implementationId, mapping } = error.origin;
  const position = places.evseManagers.findIndex((connection) =>
    connection.moduleId === moduleId && connection.implementationId === implementationId
  );
  // An EVSE's own errors belong to the EVSE it is connected as; its mapping does not count.
  const evse = position >= 0 ? position + 1 : mapping?.evse ?? 0;
  if (evse <= 0) return {};
  const connector = mapping?.connector;
  return {
    evseId: evseId(evse),
    ...(connector === undefined || connector <= 0 ? {} : { connectorId: connectorId(connector) }),
  };
}

/** The description of the type, the message of this occurrence, and the sub-type. */
function infoOf({ description, message, subType }: BusError): string {
  const text = [description, message].filter((part) => part !== "").join(": ");
  return subType === "" ? text : `${text} (${subType})`.trimStart();
}

function effectOf(errorType: string): ErrorEvent["effect"] {
  switch (errorType) {
    case "evse_manager/Inoperative":
      return "inoperative";
    case "connector_lock/MREC1ConnectorLockFailure":
    case "connector_lock/ConnectorLockFailedLock":
      return "lockFailure";
    case "connector_lock/ConnectorLockFailedUnlock":
      return "unlockFailure";
    default:
      return "none";
  }
}
