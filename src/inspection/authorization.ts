import { assertNever } from "../kernel/assert-never.ts";
import type { AuthorizationDecision, CsmsContact } from "../station/authorization/authorization-decision.ts";
import type { AuthorizationExplanation } from "../station/authorization/authorization-explanation.ts";

/** The answer to `authorization`: what would be decided about a token. Times are Unix milliseconds. */
export interface AuthorizationAnswer extends AuthorizationExplanation {
  /** What the station would do now. */
  readonly connection: "online" | "offline";
  readonly isListEnabled: boolean;
  readonly isCacheEnabled: boolean;
}

/** E.g. `Accepted, by the authorization cache`, `asks the CSMS`, with the rule that decides. */
export function decisionText(
  connection: CsmsContact,
  { [connection]: decision, settings }: AuthorizationExplanation,
): string {
  const rule = ruleText(connection, decision, settings);
  const verdict = decision.kind === "askCsms" ? "asks the CSMS" : decision.info.status;
  return `${verdict}: ${rule}`;
}

function ruleText(
  connection: CsmsContact,
  decision: AuthorizationDecision,
  settings: AuthorizationExplanation["settings"],
): string {
  if (decision.kind === "askCsms") {
    return settings.localPreAuthorize
      ? "nothing known here decides alone (AuthCtrlr.LocalPreAuthorize is true)"
      : "AuthCtrlr.LocalPreAuthorize is false, so the CSMS is asked about every token";
  }
  switch (decision.by) {
    case "noAuthorizationNeeded":
      return settings.isRequired ? "this type of token needs no authorization" : "AuthCtrlr.Enabled is false";
    case "localList":
      return "its entry of the local authorization list";
    case "cache":
      return "its entry of the authorization cache";
    case "unknownToken":
      return unknownText(connection, settings);
    default:
      return assertNever(decision.by);
  }
}

function unknownText(
  connection: CsmsContact,
  { isRemoteDisabled, localAuthorizeOffline, unknownMayStartOffline }: AuthorizationExplanation["settings"],
): string {
  if (connection === "online") {
    return `the token is not known here, and AuthCtrlr.DisableRemoteAuthorization is ${isRemoteDisabled}`;
  }
  const own = localAuthorizeOffline ? "" : "AuthCtrlr.LocalAuthorizeOffline is false, and ";
  const unknown = connection === "unanswered"
    ? "an unknown token needs the answer of the CSMS"
    : `AuthCtrlr.OfflineTxForUnknownIdEnabled is ${unknownMayStartOffline}`;
  return `no entry here may start it: ${own}${unknown}`;
}
