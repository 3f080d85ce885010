import type { ConnectorId, EvseId } from "../../kernel/ids.ts";
import { isInteger32 } from "../../ocpp/integer.ts";
import type { ConnectorStatusEnumType, ResponseOf } from "../../ocpp/messages.ts";
import { type ReasonCode, statusInfo } from "../../ocpp/reason-codes.ts";
import type { EvseLayout } from "../ports/evse-port.ts";
import { type Reservation, targetsOf } from "./reservation.ts";

/** What a ReserveNowRequest is checked against. */
export interface ReservableStation {
  readonly layout: readonly EvseLayout[];
  /** ReservationCtrlr.Enabled. */
  readonly enabled: "enabled" | "disabled";
  /** ReservationCtrlr.NonEvseSpecific. */
  readonly reserves: "anyEvse" | "namedEvses";
  /** Unix milliseconds. */
  readonly nowMs: number;
  readonly reservations: readonly Reservation[];
  statusOf(evse: EvseId, connector: ConnectorId): ConnectorStatusEnumType | undefined;
  /** A token was presented at the EVSE, and the driver may be fetching the cable. */
  isAuthorized(evse: EvseId): boolean;
}

/** The refusal that H01 requires; undefined: the reservation manager decides. */
export function refusalOf(
  reservation: Reservation,
  station: ReservableStation,
): ResponseOf<"ReserveNow"> | undefined {
  const { evseId, connectorType, id, expiresMs } = reservation;
  if (station.enabled === "disabled") return rejected("NotEnabled");
  // Also when it names a type of connector.
  if (evseId === undefined && station.reserves === "namedEvses") {
    return rejected("MissingParam", "evseId: only a named EVSE can be reserved");
  }
  if (!isInteger32(id)) return rejected("ValueOutOfRange", "id");
  if (!(expiresMs > station.nowMs)) return rejected("InvalidValue", "expiryDateTime is over");
  if (evseId !== undefined && !station.layout.some((evse) => evse.id === evseId)) {
    return rejected("UnknownEvse");
  }
  const targets = targetsOf(reservation, station.layout);
  if (targets.length === 0) return rejected("UnknownConnectorType", connectorType);
  const obstacles = targets.map((evse) => obstacleAt(evse, reservation, station));
  if (obstacles.includes(undefined)) return undefined;
  // Of several obstacles, the one that is likely to end first.
  const status = (["Occupied", "Faulted", "Unavailable"] as const).find((each) => obstacles.includes(each));
  return { status: status!, statusInfo: statusInfo("Unspecified", `No EVSE is free: ${status}`) };
}

/** Why an EVSE cannot be reserved with its targeted connectors; undefined when it can. */
function obstacleAt(
  target: EvseLayout,
  wanted: Reservation,
  station: ReservableStation,
): "Occupied" | "Faulted" | "Unavailable" | undefined {
  const { layout, reservations, statusOf, isAuthorized } = station;
  const whole = layout.find(({ id }) => id === target.id)!;
  // While one connector is in use, the EVSE serves no other.
  if (whole.connectors.some(({ id }) => statusOf(target.id, id) === "Occupied")) return "Occupied";
  if (isAuthorized(target.id)) return "Occupied";
  // The reservation that is replaced is no obstacle.
  const others = reservations.filter(({ id }) => id !== wanted.id);
  if (others.some(({ evseId }) => evseId === target.id)) return "Occupied";
  const statuses = target.connectors.map(({ id }) => statusOf(target.id, id));
  if (statuses.includes("Available")) return undefined;
  if (statuses.includes("Reserved")) return others.length < reservations.length ? undefined : "Occupied";
  return statuses.includes("Faulted") ? "Faulted" : "Unavailable";
}

function rejected(reason: ReasonCode, text?: string): ResponseOf<"ReserveNow"> {
  return { status: "Rejected", statusInfo: statusInfo(reason, text) };
}
