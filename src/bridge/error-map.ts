import { decode, type Decoded, map, string } from "../everest/codec/mod.ts";
import type { BusError, Connection } from "../everest/module.ts";
import { connectorId, evseId } from "../kernel/ids.ts";
import type { ErrorEvent } from "../station/availability/error-event.ts";
import type { Arrival } from "./complaint.ts";
import { timestampOrNow } from "./timestamps.ts";

/** techCode by EVerest error type, as a station maker's file gives it (CustomMrecErrorMapPath). */
export type ErrorMap = ReadonlyMap<string, string>;

/** Reads the contents of an error map file: one object, error type to techCode. */
export function readErrorMap(contents: unknown): Decoded<ErrorMap> {
  return decode(map(string()), contents);
}

/**
 * What OCPP calls an error: the maker's word for it; else, for the errors EVerest names after the "minimum required
 * error codes", that code (`evse_board_support/MREC4OverCurrentFailure` is CX004); else EVerest's name.
 */
export function techCodeOf(errorType: string, custom: ErrorMap): string {
  const mrec = /\/MREC(\d+)/.exec(errorType);
  return custom.get(errorType) ?? (mrec ? `CX${mrec[1]!.padStart(3, "0")}` : errorType);
}

/** What is needed to say where on the station an error is. */
export interface ErrorPlaces {
  /** The connections of `evse_manager`: the n-th is EVSE n. */
  readonly evseManagers: readonly Connection[];
}

/** An error on the bus in station words. */
export function toErrorEvent(
  error: BusError,
  custom: ErrorMap,
  places: ErrorPlaces,
  arrival: Arrival,
): ErrorEvent {
  const { moduleId, implementationId } = error.origin;
  const techInfo = infoOf(error);
  return {
    identity: [error.type, error.subType, moduleId, implementationId].join(" "),
    state: error.state === "Active" ? "raised" : "cleared",
    ...placeOf(error, places),
    techCode: techCodeOf(error.type, custom),
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
  // An EVSE's own errors belong to the EVSE it is connected as, whatever its mapping says.
  const evse = position >= 0 ? position + 1 : mapping?.evse ?? 0;
  if (evse <= 0) return {};
  const connector = mapping?.connector;
  return {
    evseId: evseId(evse),
    ...(connector === undefined || connector <= 0 ? {} : { connectorId: connectorId(connector) }),
  };
}

/** The fixed description of the type, what happened this time, and the sub-type that tells it from its like. */
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
