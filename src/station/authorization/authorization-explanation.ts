import type { IdTokenInfoType, IdTokenType } from "../../ocpp/messages.ts";
import {
  type AuthorizationDecision,
  type CsmsContact,
  decideAuthorization,
  type ListEntry,
  needsNoAuthorization,
} from "./authorization-decision.ts";
import type { AuthorizationSettings } from "./authorization-settings.ts";
import type { CachedToken } from "./token-cache-store.ts";

/** What is known of a token here, and the rules that apply to it now. */
export interface AuthorizationKnowledge {
  readonly idToken: IdTokenType;
  readonly settings: AuthorizationSettings;
  /** Undefined: not in the list, or the list is off. */
  readonly listed: ListEntry | undefined;
  readonly cached: RememberedToken | undefined;
  isStoppedByGroup(group: IdTokenType): boolean;
}

/** An entry of the cache, and whether it still counts. */
export interface RememberedToken extends CachedToken {
  readonly validity: "fresh" | "expired";
}

/** What would be decided about a token if it were presented now, and from what. */
export interface AuthorizationExplanation {
  readonly settings: AuthorizationSettings;
  readonly listed?: ListEntry;
  readonly cached?: RememberedToken;
  readonly online: AuthorizationDecision;
  readonly offline: AuthorizationDecision;
  /** When the CSMS is asked and does not answer. */
  readonly unanswered: AuthorizationDecision;
}

/** The decisions of `decideAuthorization` with and without the CSMS. Pure; a contract of ISO 15118 is checked before them. */
export function explainAuthorization(knowledge: AuthorizationKnowledge): AuthorizationExplanation {
  const { idToken, settings, listed, cached, isStoppedByGroup } = knowledge;
  const isLookedUp = settings.isRequired && !needsNoAuthorization(idToken.type);
  const counted: IdTokenInfoType | undefined = cached?.validity === "fresh" ? cached.info : undefined;
  const decide = (connection: CsmsContact) =>
    decideAuthorization({
      tokenType: idToken.type,
      connection,
      settings,
      listed: isLookedUp ? listed : undefined,
      cached: isLookedUp ? counted : undefined,
      isStoppedByGroup,
    });
  return {
    settings,
    ...(listed && { listed }),
    ...(cached && { cached }),
    online: decide("online"),
    offline: decide("offline"),
    unanswered: decide("unanswered"),
  };
}
