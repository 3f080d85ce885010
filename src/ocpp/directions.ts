import type { Action } from "./messages.ts";

/** Which side may send the request of an action. */
export type Direction = "stationToCsms" | "csmsToStation" | "both";

/** Part 2 names the sender of each request; the schemas do not, so it is written down here. */
const SENT_BY_STATION = [
  "Authorize",
  "BootNotification",
  "ClearedChargingLimit",
  "FirmwareStatusNotification",
  "Get15118EVCertificate",
  "GetCertificateStatus",
  "Heartbeat",
  "LogStatusNotification",
  "MeterValues",
  "NotifyChargingLimit",
  "NotifyCustomerInformation",
  "NotifyDisplayMessages",
  "NotifyEVChargingNeeds",
  "NotifyEVChargingSchedule",
  "NotifyEvent",
  "NotifyMonitoringReport",
  "NotifyReport",
  "PublishFirmwareStatusNotification",
  "ReportChargingProfiles",
  "ReservationStatusUpdate",
  "SecurityEventNotification",
  "SignCertificate",
  "StatusNotification",
  "TransactionEvent",
] as const satisfies readonly Action[];

/** Actions that a station may call. */
export const STATION_ACTIONS = [...SENT_BY_STATION, "DataTransfer"] as const;

export type StationAction = typeof STATION_ACTIONS[number];

const ONLY_BY_STATION: ReadonlySet<Action> = new Set(SENT_BY_STATION);

/** DataTransfer is the only action that both sides may call (P01, P02). */
export function directionOf(action: Action): Direction {
  if (action === "DataTransfer") return "both";
  return ONLY_BY_STATION.has(action) ? "stationToCsms" : "csmsToStation";
}
