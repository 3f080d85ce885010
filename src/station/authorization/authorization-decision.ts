import type { IdTokenEnumType, IdTokenInfoType, IdTokenType } from "../../ocpp/messages.ts";
import { namedGroup } from "../group-token.ts";
import type { AuthorizationSettings } from "./authorization-settings.ts";

/** Whether the CSMS can decide. "unanswered": it is there, and does not answer the question. */
export type CsmsContact = "online" | "offline" | "unanswered";

/** A presented token with everything that decides about it. */
export interface AuthorizationQuestion {
  readonly tokenType: IdTokenEnumType;
  readonly connection: CsmsContact;
  readonly settings: AuthorizationSettings;
  /** Its entry in the local authorization list; undefined: none, or the list is disabled. */
  readonly listed?: ListEntry | undefined;
  /** Its entry in the authorization cache; undefined: none, no longer valid, or the cache is disabled. */
  readonly cached?: IdTokenInfoType | undefined;
  /**
   * Whether the token may stop a transaction: it is of the group of an authorized transaction, or a master
   * pass.
   */
  isStoppedByGroup(group: IdTokenType): boolean;
}

export interface ListEntry {
  readonly info: IdTokenInfoType;
  /** "expired": cacheExpiryDateTime has passed, and LocalAuthListCtrlr.SupportsExpiryDateTime is true. */
  readonly validity: "valid" | "expired";
}

export type AuthorizationDecision =
  | { readonly kind: "askCsms" }
  | { readonly kind: "answer"; readonly info: IdTokenInfoType; readonly by: DecidedBy };

/** What decided, for the log. */
export type DecidedBy =
  | "noAuthorizationNeeded"
  | "localList"
  | "cache"
  /** The token is unknown, and the CSMS cannot be asked or does not answer. */
  | "unknownToken";

const ASK_CSMS: AuthorizationDecision = { kind: "askCsms" };

/**
 * Decides whether a token may charge, in the order of the specification; contracts of ISO 15118 are checked
 * before (C07).
 */
export function decideAuthorization(question: AuthorizationQuestion): AuthorizationDecision {
  const { settings, tokenType, connection } = question;
  if (!settings.isRequired || needsNoAuthorization(tokenType)) {
    return { kind: "answer", info: { status: "Accepted" }, by: "noAuthorizationNeeded" };
  }
  switch (connection) {
    case "offline":
      return decideOffline(question);
    case "unanswered":
      return decideUnanswered(question);
    case "online":
      return settings.isRemoteDisabled ? decideAlone(question) : decideOnline(question);
  }
}

/** A start button, or a token that the CSMS created (C02.FR.01, C05.FR.01). */
export function needsNoAuthorization(tokenType: IdTokenEnumType): boolean {
  return tokenType === "NoAuthorization" || tokenType === "Central";
}

function decideOnline(question: AuthorizationQuestion): AuthorizationDecision {
  const { settings, tokenType, listed, cached } = question;
  // The validity of contracts and parking tickets is known to the CSMS only, which is always asked
  // (C06.FR.02, C07.FR.01).
  if (tokenType === "eMAID" || tokenType === "Local") return ASK_CSMS;
  const known = mostTrusted(listed, cached);
  if (known && mayStopSomething(question, known)) return known;
  if (!settings.localPreAuthorize) return ASK_CSMS;
  // Online, the CSMS is asked about an expired entry, even if the token is in the cache (C14.FR.05).
  if (listed?.validity === "expired" || known === undefined) return ASK_CSMS;
  const isFinal = known.by === "localList" ? settings.listIsFinal : settings.cacheIsFinal;
  return isAccepted(known) || isFinal ? known : ASK_CSMS;
}

/** Online, but the CSMS must not be asked: only what the station knows decides. */
function decideAlone({ listed, cached }: AuthorizationQuestion): AuthorizationDecision {
  return mostTrusted(listed, cached) ?? unknownToken("Unknown");
}

function decideOffline(question: AuthorizationQuestion): AuthorizationDecision {
  return decidedByKnowledge(question) ??
    unknownToken(question.settings.unknownMayStartOffline ? "Accepted" : "Unknown");
}

/**
 * A driver who may charge offline need not wait for a CSMS that hangs (C13.FR.03). Unknown tokens start only without a
 * connection (C15).
 */
function decideUnanswered(question: AuthorizationQuestion): AuthorizationDecision {
  return decidedByKnowledge(question) ?? unknownToken("Unknown");
}

/** What list and cache decide when the CSMS does not. */
function decidedByKnowledge(question: AuthorizationQuestion): Answer | undefined {
  const { settings, listed, cached } = question;
  const known = mostTrusted(listed, cached);
  if (known === undefined || !isAccepted(known)) return known;
  return settings.localAuthorizeOffline || mayStopSomething(question, known) ? known : undefined;
}

/**
 * The list before the cache (C13.FR.01). An expired entry of the list decides nothing, but its token is not
 * unknown (C13.FR.06).
 */
function mostTrusted(listed: ListEntry | undefined, cached: IdTokenInfoType | undefined): Answer | undefined {
  if (listed?.validity === "valid") return { kind: "answer", info: listed.info, by: "localList" };
  if (cached) return { kind: "answer", info: cached, by: "cache" };
  return listed && { kind: "answer", info: { ...listed.info, status: "Expired" }, by: "localList" };
}

type Answer = Extract<AuthorizationDecision, { kind: "answer" }>;

/** C01.FR.03: a valid token of the group stops without Authorize; the settings for starting do not count. */
function mayStopSomething({ isStoppedByGroup }: AuthorizationQuestion, known: Answer): boolean {
  const group = namedGroup(known.info.groupIdToken);
  return isAccepted(known) && group !== undefined && isStoppedByGroup(group);
}

function isAccepted({ info }: Answer): boolean {
  return info.status === "Accepted";
}

function unknownToken(status: "Accepted" | "Unknown"): AuthorizationDecision {
  return { kind: "answer", info: { status }, by: "unknownToken" };
}
