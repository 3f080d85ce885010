import { sha256 } from "../kernel/sha256.ts";
import type { IdTokenType } from "../ocpp/messages.ts";

/** The keys that a token may be stored under: ours, and those of libocpp for the usual ways to write the token. */
export type TokenHashes = readonly [ours: Uint8Array, asWritten: Uint8Array, inUpperCase: Uint8Array];

/**
 * Under which hash a token is stored: no token stands on disk in plain text (C10.FR.12). A token is a case-insensitive
 * string with a type; additionalInfo does not count.
 */
export function tokenHash({ type, idToken }: IdTokenType): Uint8Array {
  return sha256(type + idToken.toLowerCase());
}

/** Every hash that the token may be stored under: libocpp hashes tokens as they were written. */
export function tokenHashes(token: IdTokenType): TokenHashes {
  const { type, idToken } = token;
  const upperCase = idToken.toUpperCase();
  const ours = tokenHash(token);
  const inUpperCase = upperCase === idToken.toLowerCase() ? ours : sha256(type + upperCase);
  if (idToken === upperCase) return [ours, inUpperCase, inUpperCase];
  return [ours, idToken === idToken.toLowerCase() ? ours : sha256(type + idToken), inUpperCase];
}
