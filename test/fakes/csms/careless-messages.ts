import type { Action } from "../../../src/ocpp/messages.ts";
import type { Slip } from "../../../src/ocpp/validator/leniency.ts";

/** A message of a CSMS that breaks its schema. */
export interface CarelessMessage {
  readonly action: Action;
  readonly payload: unknown;
  /** What it is read as; "refused" when it is not forgiven. */
  readonly read: unknown;
  readonly path?: string;
}

/** A moment, as the standard writes it. */
const TIME = "2026-11-29T07:04:25Z";
/** An answer to BootNotification. */
export const boot = (changes: object) => ({
  currentTime: TIME,
  interval: 300,
  status: "Accepted",
  ...changes,
});
/** An answer to Authorize. */
export const answered = (changes: object) => ({ idTokenInfo: { status: "Accepted", ...changes } });
/** A request to start a transaction. */
export const START = {
  idToken: { idToken: "1234", type: "Central" },
  remoteStartId: 1,
  evseId: 1,
};
/** One for each line of the table in docs/operation.md, answers and requests apart. */
export const CARELESS_MESSAGES: Readonly<
  Record<Slip, { readonly answer: CarelessMessage; readonly request: CarelessMessage }>
> = {
  "timestamp is not RFC 3339": {
    answer: {
      action: "BootNotification",
      payload: boot({ currentTime: "2026-11-29T07:04:25.315123" }),
      read: boot({ currentTime: "2026-11-29T07:04:25.315123Z" }),
      path: "currentTime",
    },
    request: {
      action: "ReserveNow",
      payload: { id: 1, expiryDateTime: "2026-11-29 08:00", idToken: START.idToken },
      read: { id: 1, expiryDateTime: "2026-11-29T08:00:00Z", idToken: START.idToken },
      path: "expiryDateTime",
    },
  },
  "null for an absent member": {
    answer: {
      action: "Authorize",
      payload: answered({ groupIdToken: null, cacheExpiryDateTime: null }),
      read: answered({}),
      path: "idTokenInfo.groupIdToken",
    },
    request: {
      action: "RequestStartTransaction",
      payload: { ...START, chargingProfile: null },
      read: START,
      path: "chargingProfile",
    },
  },
  "empty list for an absent member": {
    answer: {
      action: "Authorize",
      payload: answered({ evseId: [] }),
      read: answered({}),
      path: "idTokenInfo.evseId",
    },
    request: {
      action: "GetReport",
      payload: { requestId: 1, componentVariable: [] },
      read: "refused",
    },
  },
  "empty object for an absent member": {
    answer: {
      action: "TransactionEvent",
      payload: { idTokenInfo: {}, totalCost: 1.5 },
      read: { totalCost: 1.5 },
      path: "idTokenInfo",
    },
    request: {
      action: "ChangeAvailability",
      payload: { operationalStatus: "Inoperative", evse: {} },
      read: "refused",
    },
  },
  "empty text for an absent member": {
    answer: {
      action: "Authorize",
      payload: answered({ cacheExpiryDateTime: "" }),
      read: answered({}),
      path: "idTokenInfo.cacheExpiryDateTime",
    },
    request: {
      action: "RequestStartTransaction",
      payload: { ...START, chargingProfile: "" },
      read: "refused",
    },
  },
  "unknown member": {
    answer: {
      action: "Heartbeat",
      payload: { currentTime: TIME, status: "Accepted" },
      read: { currentTime: TIME },
      path: "status",
    },
    request: {
      action: "GetVariables",
      payload: { getVariableData: [{ component: { name: "X", x: 1 }, variable: { name: "Y" } }] },
      read: { getVariableData: [{ component: { name: "X" }, variable: { name: "Y" } }] },
      path: "getVariableData[0].component.x",
    },
  },
  "literal in another case": {
    answer: {
      action: "Authorize",
      payload: answered({ status: "ACCEPTED" }),
      read: answered({}),
      path: "idTokenInfo.status",
    },
    request: { action: "Reset", payload: { type: "immediate" }, read: "refused" },
  },
  "number as text": {
    answer: {
      action: "BootNotification",
      payload: boot({ interval: "300" }),
      read: boot({}),
      path: "interval",
    },
    request: { action: "UnlockConnector", payload: { evseId: "1", connectorId: 1 }, read: "refused" },
  },
  "text too long": {
    answer: {
      action: "BootNotification",
      payload: boot({ statusInfo: { reasonCode: "NoError", additionalInfo: "x".repeat(600) } }),
      read: boot({ statusInfo: { reasonCode: "NoError", additionalInfo: "x".repeat(512) } }),
      path: "statusInfo.additionalInfo",
    },
    request: {
      action: "SetDisplayMessage",
      payload: {
        message: { id: 1, priority: "NormalCycle", message: { format: "UTF8", content: "x".repeat(600) } },
      },
      read: "refused",
    },
  },
  "unusable extra": {
    answer: {
      action: "TransactionEvent",
      payload: { totalCost: 1.5, updatedPersonalMessage: { content: "without format" } },
      read: { totalCost: 1.5 },
      path: "updatedPersonalMessage",
    },
    request: {
      action: "ClearCache",
      payload: { customData: { without: "vendorId" } },
      read: "refused",
    },
  },
};
