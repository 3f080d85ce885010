import type { IdTokenType } from "../ocpp/messages.ts";

/** C01.FR.25: equal in idToken, a case-insensitive string, and type; additionalInfo does not count. */
export function isSameToken(a: IdTokenType, b: IdTokenType): boolean {
  return tokenKey(a) === tokenKey(b);
}

/** What is equal for the same token, as the key of a map. */
export function tokenKey({ type, idToken }: IdTokenType): string {
  return `${type} ${idToken.toLowerCase()}`;
}
