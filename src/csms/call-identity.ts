import { sha256 } from "../kernel/sha256.ts";
import { STATION_ACTIONS, type StationAction } from "../ocpp/directions.ts";
import type { Action, EventDataType, RequestOf } from "../ocpp/messages.ts";

type Identities = { readonly [A in StationAction]: (request: RequestOf<A>) => readonly unknown[] };

/**
 * What makes two CALLs of an action the same one again for the search of the CALL that ends connections: what it is
 * about. What differs each time is no part of it: times, measured values, numbers of requests and events, and
 * a CSR. Content that others wrote is part of it: the EXI stream of one vehicle must not silence every vehicle, and when
 * several ones end connections their action rests.
 */
const IDENTITIES: Identities = {
  Authorize: ({ idToken }) => [idToken.type, idToken.idToken],
  BootNotification: () => [],
  ClearedChargingLimit: ({ evseId }) => [evseId],
  DataTransfer: ({ vendorId, messageId, data }) => [vendorId, messageId, digestOf(data)],
  FirmwareStatusNotification: ({ status }) => [status],
  Get15118EVCertificate: ({ action, exiRequest }) => [action, digestOf(exiRequest)],
  GetCertificateStatus: (
    { ocspRequestData },
  ) => [ocspRequestData.issuerKeyHash, ocspRequestData.serialNumber],
  Heartbeat: () => [],
  LogStatusNotification: ({ status }) => [status],
  MeterValues: ({ evseId }) => [evseId],
  NotifyChargingLimit: ({ evseId }) => [evseId],
  NotifyCustomerInformation: ({ seqNo, data }) => [seqNo, digestOf(data)],
  NotifyDisplayMessages: ({ messageInfo = [] }) => messageInfo.map(({ id }) => id),
  NotifyEVChargingNeeds: ({ evseId }) => [evseId],
  NotifyEVChargingSchedule: ({ evseId }) => [evseId],
  NotifyEvent: ({ eventData }) => eventData.map(causeOf),
  NotifyMonitoringReport: ({ seqNo, monitor = [] }) => [seqNo, ...monitor.map(nameOf)],
  NotifyReport: ({ seqNo, reportData = [] }) => [seqNo, ...reportData.map(nameOf)],
  PublishFirmwareStatusNotification: ({ status }) => [status],
  ReportChargingProfiles: ({ evseId, chargingLimitSource }) => [evseId, chargingLimitSource],
  ReservationStatusUpdate: ({ reservationUpdateStatus }) => [reservationUpdateStatus],
  SecurityEventNotification: ({ type }) => [type],
  SignCertificate: ({ certificateType }) => [certificateType],
  StatusNotification: ({ evseId, connectorId }) => [evseId, connectorId],
  TransactionEvent: ({ transactionInfo, seqNo }) => [transactionInfo.transactionId, seqNo],
};

/** A monitor, or an error of the equipment. */
function causeOf({ variableMonitoringId, techCode, ...where }: EventDataType): readonly unknown[] {
  return variableMonitoringId === undefined ? [...nameOf(where), techCode] : [variableMonitoringId];
}

function nameOf({ component, variable }: Pick<EventDataType, "component" | "variable">): readonly unknown[] {
  return [component.name, component.instance, component.evse, variable.name, variable.instance];
}

/** Content of any length, which may be private. */
function digestOf(content: unknown): string | undefined {
  return content === undefined ? undefined : sha256(JSON.stringify(content)).toBase64();
}

/** Recognizes a CALL of the station when its like is sent again; `request` is valid. */
export function callIdentity(action: Action, request: unknown): string {
  const parts = isStationAction(action) ? partsOf(action, request) : [];
  return `${action} ${JSON.stringify(parts)}`;
}

function partsOf<A extends StationAction>(action: A, request: unknown): readonly unknown[] {
  return IDENTITIES[action](request as RequestOf<A>);
}

function isStationAction(action: Action): action is StationAction {
  return STATION_ACTIONS.some((known) => known === action);
}
