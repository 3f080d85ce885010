import type { IdTokenType } from "../ocpp/messages.ts";

/**
 * The group that a groupIdToken names, if any: a blank text and the type NoAuthorization name none, so that
 * two such tokens are not of one group.
 */
export function namedGroup(groupIdToken: IdTokenType | undefined): IdTokenType | undefined {
  if (groupIdToken === undefined || groupIdToken.type === "NoAuthorization") return undefined;
  return groupIdToken.idToken.trim() === "" ? undefined : groupIdToken;
}
