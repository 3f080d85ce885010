import { isJsonObject } from "../../kernel/json.ts";
import type { Action } from "../messages.ts";

/** A slip of the CSMS whose meaning is plain. The table in docs/operation.md lists them in these words. */
export type Slip =
  | "timestamp is not RFC 3339"
  | "null for an absent member"
  | "empty list for an absent member"
  | "empty object for an absent member"
  | "empty text for an absent member"
  | "unknown member"
  | "literal in another case"
  | "number as text"
  | "text too long"
  | "unusable extra";

/** One slip that was forgiven, e.g. of `idTokenInfo.cacheExpiryDateTime`. */
export interface Forgiven {
  readonly path: string;
  readonly slip: Slip;
}

/** What is forgiven besides timestamps and null: a refused answer loses what was done, a refused request is repeated. */
export interface Leniency {
  readonly unknownMembers: "dropped" | "refused";
  /** Empty lists, objects and texts, literals in another case, numbers as text, and what only adorns an answer. */
  readonly answers: "forgiven" | "refused";
}

export const ANSWER_LENIENCY: Leniency = { unknownMembers: "dropped", answers: "forgiven" };

/** Requests that read or show something, or name exactly what they are about: an unknown member narrows nothing. */
const HARMLESS_REQUESTS: ReadonlySet<Action> = new Set<Action>([
  "CancelReservation",
  "ClearCache",
  "DataTransfer",
  "GetBaseReport",
  "GetChargingProfiles",
  "GetCompositeSchedule",
  "GetDisplayMessages",
  "GetInstalledCertificateIds",
  "GetLocalListVersion",
  "GetLog",
  "GetMonitoringReport",
  "GetReport",
  "GetTransactionStatus",
  "GetVariables",
  "RequestStopTransaction",
  "SetDisplayMessage",
  "TriggerMessage",
  "UnlockConnector",
]);

/**
 * How a request is read. A member that we do not know may limit what the request does (an EVSE under a wrong name, a
 * newer kind of limit): it is dropped only where that changes neither money nor safety nor security.
 */
export function requestLeniency(action: Action, payload: unknown): Leniency {
  const namesItsEvse = action === "RequestStartTransaction" && isJsonObject(payload) &&
    typeof payload["evseId"] === "number" && !isJsonObject(payload["chargingProfile"]);
  const dropped = HARMLESS_REQUESTS.has(action) || namesItsEvse;
  return { unknownMembers: dropped ? "dropped" : "refused", answers: "refused" };
}

/** Texts of an answer that only people read: cut when they are too long. */
export const DESCRIPTIVE_TEXTS: ReadonlySet<string> = new Set(["additionalInfo", "content", "reasonCode"]);

/** Members of an answer that adorn it: left out when they are not usable. */
export const EXTRAS: ReadonlySet<string> = new Set([
  "customData",
  "language1",
  "language2",
  "personalMessage",
  "statusInfo",
  "updatedPersonalMessage",
]);
