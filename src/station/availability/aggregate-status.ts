import type { ConnectorStatusEnumType } from "../../ocpp/messages.ts";

/** An EVSE serves one connector at a time: it is Occupied when any of them is. */
const EVSE_ORDER: readonly ConnectorStatusEnumType[] = [
  "Occupied",
  "Available",
  "Reserved",
  "Unavailable",
  "Faulted",
];
/** Best state first: the station has the best state of its EVSEs. */
const STATION_ORDER: readonly ConnectorStatusEnumType[] = [
  "Available",
  "Occupied",
  "Reserved",
  "Unavailable",
  "Faulted",
];

/** EVSE.AvailabilityState from the states of its connectors. */
export function evseStatus(connectors: readonly ConnectorStatusEnumType[]): ConnectorStatusEnumType {
  return firstOf(EVSE_ORDER, connectors);
}

/** ChargingStation.AvailabilityState from the states of its EVSEs. */
export function stationStatus(evses: readonly ConnectorStatusEnumType[]): ConnectorStatusEnumType {
  return firstOf(STATION_ORDER, evses);
}

function firstOf(
  order: readonly ConnectorStatusEnumType[],
  present: readonly ConnectorStatusEnumType[],
): ConnectorStatusEnumType {
  return order.find((status) => present.includes(status)) ?? "Unavailable";
}
