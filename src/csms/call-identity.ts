import { STATION_ACTIONS, type StationAction } from "../ocpp/directions.ts";
import type { Action, EventDataType, RequestOf } from "../ocpp/messages.ts";

type Identities = { readonly [A in StationAction]: (request: RequestOf<A>) => readonly unknown[] };

/**
 * What makes two CALLs of an action the same one again for the search of the CALL that ends connections: what it is
 * about. What differs each time is no part of it: times, measured values, numbers of requests and events, and
 * what was computed for this one CALL (a CSR, an EXI stream).
 */
const IDENTITIES: Identities = {
  Authorize: ({ idToken }) => [idToken.type, idToken.idToken],
  BootNotification: () => [],
  ClearedChargingLimit: ({ evseId }) => [evseId],
  DataTransfer: ({ vendorId, messageId }) => [vendorId, messageId],
  FirmwareStatusNotification: ({ status }) => [status],
  Get15118EVCertificate: ({ action }) => [action],
  GetCertificateStatus: (
    { ocspRequestData },
  ) => [ocspRequestData.issuerKeyHash, ocspRequestData.serialNumber],
  Heartbeat: () => [],
  LogStatusNotification: ({ status }) => [status],
  MeterValues: ({ evseId }) => [evseId],
  NotifyChargingLimit: ({ evseId }) => [evseId],
  NotifyCustomerInformation: ({ seqNo }) => [seqNo],
  NotifyDisplayMessages: ({ messageInfo = [] }) => messageInfo.map(({ id }) => id),
  NotifyEVChargingNeeds: ({ evseId }) => [evseId],
  NotifyEVChargingSchedule: ({ evseId }) => [evseId],
  NotifyEvent: ({ eventData }) => eventData.map(causeOf),
  NotifyMonitoringReport: ({ seqNo }) => [seqNo],
  NotifyReport: ({ seqNo }) => [seqNo],
  PublishFirmwareStatusNotification: ({ status }) => [status],
  ReportChargingProfiles: ({ evseId, chargingLimitSource }) => [evseId, chargingLimitSource],
  ReservationStatusUpdate: ({ reservationUpdateStatus }) => [reservationUpdateStatus],
  SecurityEventNotification: ({ type }) => [type],
  SignCertificate: ({ certificateType }) => [certificateType],
  StatusNotification: ({ evseId, connectorId }) => [evseId, connectorId],
  TransactionEvent: ({ transactionInfo, seqNo }) => [transactionInfo.transactionId, seqNo],
};

/** A monitor, or an error of the equipment. */
function causeOf({ variableMonitoringId, component, variable, techCode }: EventDataType): readonly unknown[] {
  return variableMonitoringId === undefined
    ? [component.name, component.instance, component.evse, variable.name, variable.instance, techCode]
    : [variableMonitoringId];
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
