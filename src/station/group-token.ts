import type { IdTokenType } from "../ocpp/messages.ts";

/**
 * The group that a groupIdToken names, or undefined when it names none: a blank text and the type NoAuthorization belong
 * to nobody, so that two of them do not make their tokens members of one group.
 */
export function namedGroup(groupIdToken: IdTokenType | undefined): IdTokenType | undefined {
  if (groupIdToken === undefined || groupIdToken.type === "NoAuthorization") return undefined;
  return groupIdToken.idToken.trim() === "" ? undefined : groupIdToken;
}
