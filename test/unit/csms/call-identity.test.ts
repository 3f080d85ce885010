import assert from "node:assert/strict";
import { callIdentity } from "../../../src/csms/call-identity.ts";
import { STATION_ACTIONS, type StationAction } from "../../../src/ocpp/directions.ts";
import type {
  EventDataType,
  MonitoringDataType,
  ReportDataType,
  RequestOf,
} from "../../../src/ocpp/messages.ts";
import { validateRequest } from "../../../src/ocpp/validator/validate.ts";

const [EARLIER, LATER] = ["2026-01-15T10:00:00.000Z", "2026-01-15T10:15:00.000Z"] as const;
const TOKEN = { idToken: "A", type: "Central" } as const;
const event = (changes: Partial<EventDataType>): EventDataType => ({
  eventId: 1,
  timestamp: EARLIER,
  trigger: "Alerting",
  actualValue: "1",
  eventNotificationType: "HardWiredNotification",
  component: { name: "EVSE", evse: { id: 1 } },
  variable: { name: "Problem" },
  techCode: "Tilted",
  ...changes,
});
const events = (generatedAt: string, ...eventData: EventDataType[]) => ({ generatedAt, seqNo: 0, eventData });
const SCHEDULE = {
  id: 1,
  chargingRateUnit: "A",
  chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
} as const;
const PROFILE = {
  id: 1,
  stackLevel: 0,
  chargingProfilePurpose: "TxProfile",
  chargingProfileKind: "Relative",
  chargingSchedule: [SCHEDULE],
} as const;
const OCSP = {
  hashAlgorithm: "SHA256",
  issuerNameHash: "n",
  issuerKeyHash: "k",
  serialNumber: "1",
  responderURL: "http://ocsp",
} as const;
const NEEDS = { requestedEnergyTransfer: "DC" } as const;
const meterValue = (timestamp: string, value: number) => [{ timestamp, sampledValue: [{ value }] }];

const monitorOf = (name: string, value: number): MonitoringDataType => ({
  component: { name: "EVSE" },
  variable: { name },
  variableMonitoring: [{ id: 1, transaction: false, value, type: "UpperThreshold", severity: 5 }],
});
const valueOf = (name: string, value: string): ReportDataType => ({
  component: { name: "EVSE" },
  variable: { name },
  variableAttribute: [{ value }],
});

/** `again` is what the same cause brings about another time; `other` what something else does. */
interface Like<A extends StationAction> {
  readonly once: RequestOf<A>;
  readonly again: RequestOf<A>;
  /** Absent: the action is about one thing only. */
  readonly other?: RequestOf<A>;
}

const LIKES: { readonly [A in StationAction]: Like<A> } = {
  Authorize: {
    once: { idToken: TOKEN },
    again: { idToken: TOKEN, certificate: "renewed" },
    other: { idToken: { ...TOKEN, idToken: "B" } },
  },
  BootNotification: {
    once: { reason: "PowerUp", chargingStation: { model: "m", vendorName: "v" } },
    again: { reason: "Triggered", chargingStation: { model: "m", vendorName: "v" } },
  },
  ClearedChargingLimit: {
    once: { chargingLimitSource: "EMS", evseId: 1 },
    again: { chargingLimitSource: "EMS", evseId: 1 },
    other: { chargingLimitSource: "EMS", evseId: 2 },
  },
  DataTransfer: {
    once: { vendorId: "v", messageId: "m", data: 1 },
    again: { vendorId: "v", messageId: "m", data: 1 },
    other: { vendorId: "v", messageId: "m", data: 2 },
  },
  FirmwareStatusNotification: {
    once: { status: "Installed", requestId: 1 },
    again: { status: "Installed", requestId: 2 },
    other: { status: "Installing", requestId: 1 },
  },
  Get15118EVCertificate: {
    once: { iso15118SchemaVersion: "v", action: "Install", exiRequest: "a" },
    again: { iso15118SchemaVersion: "v", action: "Install", exiRequest: "a" },
    other: { iso15118SchemaVersion: "v", action: "Install", exiRequest: "b" },
  },
  GetCertificateStatus: {
    once: { ocspRequestData: OCSP },
    again: { ocspRequestData: { ...OCSP, responderURL: "http://moved" } },
    other: { ocspRequestData: { ...OCSP, serialNumber: "2" } },
  },
  Heartbeat: { once: {}, again: {} },
  LogStatusNotification: {
    once: { status: "Uploaded", requestId: 1 },
    again: { status: "Uploaded", requestId: 2 },
    other: { status: "Uploading", requestId: 1 },
  },
  MeterValues: {
    once: { evseId: 1, meterValue: meterValue(EARLIER, 1) },
    again: { evseId: 1, meterValue: meterValue(LATER, 2) },
    other: { evseId: 2, meterValue: meterValue(EARLIER, 1) },
  },
  NotifyChargingLimit: {
    once: { evseId: 1, chargingLimit: { chargingLimitSource: "EMS" } },
    again: { evseId: 1, chargingLimit: { chargingLimitSource: "EMS", isGridCritical: true } },
    other: { evseId: 2, chargingLimit: { chargingLimitSource: "EMS" } },
  },
  NotifyCustomerInformation: {
    once: { requestId: 1, seqNo: 0, generatedAt: EARLIER, data: "a" },
    again: { requestId: 2, seqNo: 0, generatedAt: LATER, data: "a" },
    other: { requestId: 1, seqNo: 0, generatedAt: EARLIER, data: "b" },
  },
  NotifyDisplayMessages: {
    once: { requestId: 1 },
    again: { requestId: 2, tbc: true },
    other: {
      requestId: 1,
      messageInfo: [{ id: 1, priority: "NormalCycle", message: { format: "UTF8", content: "c" } }],
    },
  },
  NotifyEVChargingNeeds: {
    once: { evseId: 1, chargingNeeds: NEEDS },
    again: { evseId: 1, chargingNeeds: { ...NEEDS, departureTime: LATER } },
    other: { evseId: 2, chargingNeeds: NEEDS },
  },
  NotifyEVChargingSchedule: {
    once: { evseId: 1, timeBase: EARLIER, chargingSchedule: SCHEDULE },
    again: { evseId: 1, timeBase: LATER, chargingSchedule: { ...SCHEDULE, id: 2 } },
    other: { evseId: 2, timeBase: EARLIER, chargingSchedule: SCHEDULE },
  },
  NotifyEvent: {
    once: events(EARLIER, event({})),
    again: events(LATER, event({ eventId: 2, timestamp: LATER, cleared: true, actualValue: "0" })),
    other: events(EARLIER, event({ techCode: "Open" })),
  },
  NotifyMonitoringReport: {
    once: { requestId: 1, seqNo: 0, generatedAt: EARLIER, monitor: [monitorOf("Power", 1)] },
    again: { requestId: 2, seqNo: 0, generatedAt: LATER, monitor: [monitorOf("Power", 2)] },
    other: { requestId: 1, seqNo: 0, generatedAt: EARLIER, monitor: [monitorOf("Current", 1)] },
  },
  NotifyReport: {
    once: { requestId: 1, seqNo: 0, generatedAt: EARLIER, reportData: [valueOf("Power", "1")] },
    again: { requestId: 2, seqNo: 0, generatedAt: LATER, reportData: [valueOf("Power", "2")] },
    other: { requestId: 1, seqNo: 0, generatedAt: EARLIER, reportData: [valueOf("Current", "1")] },
  },
  PublishFirmwareStatusNotification: {
    once: { status: "Idle", requestId: 1 },
    again: { status: "Idle", requestId: 2 },
    other: { status: "Downloaded", requestId: 1 },
  },
  ReportChargingProfiles: {
    once: { requestId: 1, evseId: 1, chargingLimitSource: "CSO", chargingProfile: [PROFILE] },
    again: { requestId: 2, evseId: 1, chargingLimitSource: "CSO", chargingProfile: [PROFILE], tbc: true },
    other: { requestId: 1, evseId: 2, chargingLimitSource: "CSO", chargingProfile: [PROFILE] },
  },
  ReservationStatusUpdate: {
    once: { reservationId: 1, reservationUpdateStatus: "Expired" },
    again: { reservationId: 2, reservationUpdateStatus: "Expired" },
    other: { reservationId: 1, reservationUpdateStatus: "Removed" },
  },
  SecurityEventNotification: {
    once: { type: "SettingSystemTime", timestamp: EARLIER },
    again: { type: "SettingSystemTime", timestamp: LATER, techInfo: "1 s" },
    other: { type: "StartupOfTheDevice", timestamp: EARLIER },
  },
  SignCertificate: {
    once: { csr: "a", certificateType: "V2GCertificate" },
    again: { csr: "b", certificateType: "V2GCertificate" },
    other: { csr: "a", certificateType: "ChargingStationCertificate" },
  },
  StatusNotification: {
    once: { evseId: 1, connectorId: 1, connectorStatus: "Available", timestamp: EARLIER },
    again: { evseId: 1, connectorId: 1, connectorStatus: "Occupied", timestamp: LATER },
    other: { evseId: 2, connectorId: 1, connectorStatus: "Available", timestamp: EARLIER },
  },
  TransactionEvent: {
    once: transactionEvent(1, { timestamp: EARLIER }),
    again: transactionEvent(1, { timestamp: EARLIER, offline: true }),
    other: transactionEvent(2, { timestamp: LATER }),
  },
};

function transactionEvent(
  seqNo: number,
  changes: Partial<RequestOf<"TransactionEvent">> & { readonly timestamp: string },
): RequestOf<"TransactionEvent"> {
  return {
    eventType: "Updated",
    triggerReason: "MeterValuePeriodic",
    transactionInfo: { transactionId: "t" },
    seqNo,
    ...changes,
  };
}

for (const action of STATION_ACTIONS) {
  Deno.test(`${action}: what the same cause sends again is known again, and nothing else`, () => {
    const { once, again, other }: Like<StationAction> = LIKES[action];
    for (const request of [once, again, other ?? once]) {
      assert.equal(validateRequest(action, request).kind, "valid", JSON.stringify(request));
    }
    assert.equal(callIdentity(action, again), callIdentity(action, once));
    if (other) assert.notEqual(callIdentity(action, other), callIdentity(action, once));
  });
}

Deno.test("events of one monitor are known by it, and several events by all of them", () => {
  const monitored = (variableMonitoringId: number, eventId: number) =>
    event({ variableMonitoringId, eventId, eventNotificationType: "CustomMonitor" });
  const identity = (...eventData: EventDataType[]) =>
    callIdentity("NotifyEvent", events(LATER, ...eventData));
  assert.equal(identity(monitored(7, 1)), identity(monitored(7, 2)));
  assert.notEqual(identity(monitored(7, 1)), identity(monitored(8, 1)));
  assert.notEqual(identity(monitored(7, 1), monitored(8, 2)), identity(monitored(7, 1)));
});
