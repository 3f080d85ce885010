import { createHash } from "node:crypto";
import type { IdTokenType } from "../ocpp/messages.ts";

/**
 * The hash under which a token is stored: no token is on disk in plain text (C10.FR.12). A token is a
 * case-insensitive string with a type; additionalInfo does not count.
 */
export function tokenHash({ type, idToken }: IdTokenType): Uint8Array {
  return hash(type + idToken.toLowerCase());
}

/**
 * Every hash that the token may be stored under, ours first. libocpp hashes the spelling of a token, so rows
 * imported from it are looked up by the usual spellings.
 */
export function tokenHashes(token: IdTokenType): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const { type, idToken } = token;
  return [tokenHash(token), hash(type + idToken), hash(type + idToken.toUpperCase())];
}

function hash(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
