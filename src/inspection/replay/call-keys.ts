import { isJsonObject } from "../../kernel/json.ts";
import type { IdMap } from "./id-map.ts";

/** What tells one CALL of a station from another of the same action. */
export interface CallKeys {
  /** Where two CALLs differ here, one is not the other. */
  readonly firm: readonly unknown[];
  /** Of several that fit, the one with most of these in common is meant. */
  readonly soft: readonly unknown[];
  readonly transactionId?: string;
}

type Request = Readonly<Record<string, unknown>>;

const KEYS: Readonly<Record<string, ((request: Request) => CallKeys) | undefined>> = {
  Authorize: ({ idToken }) => ({ firm: [], soft: [part(idToken, "idToken")] }),
  BootNotification: ({ reason }) => ({ firm: [], soft: [reason] }),
  FirmwareStatusNotification: ({ status, requestId }) => ({ firm: [], soft: [status, requestId] }),
  LogStatusNotification: ({ status, requestId }) => ({ firm: [], soft: [status, requestId] }),
  MeterValues: ({ evseId }) => ({ firm: [evseId], soft: [] }),
  NotifyCustomerInformation: ({ requestId, seqNo }) => ({ firm: [requestId, seqNo], soft: [] }),
  NotifyDisplayMessages: ({ requestId }) => ({ firm: [requestId], soft: [] }),
  NotifyEvent: ({ eventData }) => notifyEventKeys(eventData),
  NotifyMonitoringReport: ({ requestId, seqNo }) => ({ firm: [requestId, seqNo], soft: [] }),
  NotifyReport: ({ requestId, seqNo }) => ({ firm: [requestId, seqNo], soft: [] }),
  ReportChargingProfiles: ({ requestId, evseId }) => ({ firm: [requestId, evseId], soft: [] }),
  ReservationStatusUpdate: ({ reservationId, reservationUpdateStatus: status }) => ({
    firm: [reservationId],
    soft: [status],
  }),
  SecurityEventNotification: ({ type }) => ({ firm: [type], soft: [] }),
  SignCertificate: ({ certificateType }) => ({ firm: [], soft: [certificateType] }),
  StatusNotification: ({ evseId, connectorId, connectorStatus }) => ({
    firm: [evseId, connectorId],
    soft: [connectorStatus],
  }),
  TransactionEvent: ({ eventType, triggerReason, transactionInfo, evse }) => {
    const transactionId = part(transactionInfo, "transactionId");
    return {
      firm: [eventType],
      soft: [triggerReason, part(transactionInfo, "chargingState"), part(evse, "id")],
      ...(typeof transactionId === "string" && { transactionId }),
    };
  },
};

/** The keys of a CALL; an action without any is recognized by its order alone. */
export function keysOf(action: string, request: unknown): CallKeys {
  const keys = Object.hasOwn(KEYS, action) ? KEYS[action] : undefined;
  return keys === undefined || !isJsonObject(request) ? { firm: [], soft: [] } : keys(request);
}

/**
 * How well a CALL fits a recorded one: undefined when it is another one, 1 when all keys are the same, less when soft
 * ones differ.
 */
export function fit(recorded: CallKeys, played: CallKeys, ids: IdMap): number | undefined {
  if (recorded.firm.some((key, index) => key !== played.firm[index])) return undefined;
  if (!ids.agree("transaction", recorded.transactionId, played.transactionId)) return undefined;
  const same = recorded.soft.filter((key, index) => key === played.soft[index]).length;
  return recorded.soft.length === 0 ? 1 : same / recorded.soft.length;
}

/** True for what a station sends by its clock, or of it: that depends on when it was switched on, and how late it was. */
export function isClocked(action: string, request: unknown): boolean {
  if (action === "Heartbeat" || action === "MeterValues") return true;
  if (action === "SecurityEventNotification") return part(request, "type") === "SettingSystemTime";
  const trigger = part(request, "triggerReason");
  return action === "TransactionEvent" &&
    (trigger === "MeterValuePeriodic" || trigger === "MeterValueClock") &&
    part(request, "eventType") === "Updated";
}

function notifyEventKeys(eventData: unknown): CallKeys {
  const first: unknown = Array.isArray(eventData) ? eventData[0] : undefined;
  const component = part(first, "component");
  return {
    firm: [
      part(component, "name"),
      part(part(component, "evse"), "id"),
      part(part(first, "variable"), "name"),
    ],
    soft: [part(first, "actualValue"), part(first, "cleared")],
  };
}

function part(value: unknown, name: string): unknown {
  return isJsonObject(value) ? value[name] : undefined;
}
