import type { IdTokenType } from "../ocpp/messages.ts";

/** C01.FR.25: equal in idToken, a case-insensitive string, and type; additionalInfo does not count. */
export function isSameToken(a: IdTokenType, b: IdTokenType): boolean {
  return a.type === b.type && a.idToken.toLowerCase() === b.idToken.toLowerCase();
}
