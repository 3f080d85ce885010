import { isNumber, isText, isTruthValue, listOf, objectOf, oneOf, optional } from "../kernel/json-shape.ts";
import { isJsonObject } from "../kernel/json.ts";
import type { Action } from "../ocpp/messages.ts";
import { validateRequest } from "../ocpp/validator/validate.ts";
import type { OwedAnswer } from "../station/customer-information/owed-answer.ts";
import type { RaisedError } from "../station/availability/error-store.ts";
import type { NewEvent } from "../station/events/waiting-events.ts";
import type { FirmwareJob } from "../station/firmware/firmware-job.ts";
import type { Monitor, MonitorMemory } from "../station/monitoring/monitor.ts";
import type { PreviousCertificate } from "../station/ports/previous-certificate-store.ts";
import type { RootRenewal } from "../station/ports/root-renewal-store.ts";
import type { PastSession } from "../station/transactions/session-history.ts";
import type { RowShapes } from "../storage/unreadable-rows.ts";

/**
 * The types of the JSON in the core database, by table. Open transactions and sessions are read by
 * `transactions/persisted-transaction`, which knows their versions; tokens are too many, and are looked at by SQL alone; the
 * outbox is read by the CSMS.
 */
export const CORE_SHAPES: RowShapes = {
  charging_profile: (chargingProfile) => isRequest("SetChargingProfile", { evseId: 1, chargingProfile }),
  waiting_profile: (chargingProfile) => isRequest("SetChargingProfile", { evseId: 1, chargingProfile }),
  display_message: (message) => isRequest("SetDisplayMessage", { message }),
  ended_meter_value: (value) => isRequest("MeterValues", { evseId: 1, meterValue: [value] }),
  past_sessions: listOf(objectOf<PastSession>({
    sessionId: isText,
    end: oneOf<PastSession["end"]>({ reported: true, concluded: true }),
  })),
  reservation: isReservation,
  raised_error: objectOf<RaisedError>({
    identity: isText,
    evseId: optional(isNumber),
    connectorId: optional(isNumber),
    subject: isVariable,
    problem: isVariable,
    trigger: oneOf<RaisedError["trigger"]>({ Alerting: true, Delta: true }),
    severity: isNumber,
    techCode: isText,
    techInfo: optional(isText),
    effect: oneOf<RaisedError["effect"]>({
      none: true,
      inoperative: true,
      lockFailure: true,
      unlockFailure: true,
    }),
    told: isTruthValue,
  }),
  held_event: objectOf<NewEvent>({ identity: isText, severity: isNumber, data: isEvent }),
  firmware_job: objectOf<FirmwareJob>({
    requestId: optional(isNumber),
    kind: oneOf<FirmwareJob["kind"]>({ signed: true, unsigned: true, unknown: true }),
    status: optional((status) => isRequest("FirmwareStatusNotification", { status, requestId: 1 })),
    installAtMs: optional(isNumber),
    installation: oneOf<FirmwareJob["installation"]>({ notDue: true, waiting: true, allowed: true }),
    deferred: optional((request) => isRequest("UpdateFirmware", request)),
    evses: optional(oneOf<NonNullable<FirmwareJob["evses"]>>({ inUse: true, outOfUse: true })),
    rebooted: optional(oneOf<NonNullable<FirmwareJob["rebooted"]>>({ unheard: true })),
    successSeen: optional(oneOf<NonNullable<FirmwareJob["successSeen"]>>({ status: true, boot: true })),
  }),
  previous_certificate: objectOf<PreviousCertificate>({
    certChain: isText,
    keyPath: isText,
    discarded: optional(isText),
  }),
  root_renewal: objectOf<RootRenewal>({ current: isText, fallback: isText }),
  custom_monitor: isMonitor,
  owed_answer: objectOf<OwedAnswer>({
    requestId: isNumber,
    customer: isCustomer,
    wish: objectOf<OwedAnswer["wish"]>({ report: isTruthValue, clear: isTruthValue }),
    found: optional(isTextsByTitle),
    text: optional(isText),
  }),
  monitor_memory: objectOf<MonitorMemory>({ exceeded: optional(isTruthValue), reference: optional(isText) }),
};

function isReservation(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { expiresMs, ...request } = value;
  return isNumber(expiresMs) && isRequest("ReserveNow", { ...request, expiryDateTime: ANY_TIME });
}

function isCustomer(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  switch (value["kind"]) {
    case "token":
      return isRequest("Authorize", { idToken: value["idToken"] });
    case "identifier":
      return isText(value["text"]);
    case "certificate":
      return isRequest("DeleteCertificate", { certificateHashData: value["hash"] });
    default:
      return false;
  }
}

function isTextsByTitle(value: unknown): boolean {
  return isJsonObject(value) &&
    Object.values(value).every(listOf(isText));
}

function isEvent(value: unknown): boolean {
  const event = isJsonObject(value) ? { ...value, eventId: 0 } : undefined;
  return isRequest("NotifyEvent", { generatedAt: ANY_TIME, seqNo: 0, eventData: [event] });
}

function isVariable(value: unknown): boolean {
  return isRequest("GetVariables", { getVariableData: [value] });
}

const isOrigin = oneOf<Monitor["origin"]>({
  HardWiredMonitor: true,
  PreconfiguredMonitor: true,
  CustomMonitor: true,
});

function isMonitor(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { origin, fileMonitor, ...settings } = value;
  return isOrigin(origin) && optional(isText)(fileMonitor) && isNumber(settings["id"]) &&
    isTruthValue(settings["transaction"]) &&
    isRequest("SetVariableMonitoring", { setMonitoringData: [settings] });
}

/** Stands for a member of the request that the row does not have. */
const ANY_TIME = "2026-01-01T00:00:00Z";

const isRequest = (action: Action, payload: unknown): boolean =>
  validateRequest(action, payload).kind === "valid";
