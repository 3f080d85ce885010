import { createHash } from "node:crypto";
import type { IdTokenType } from "../ocpp/messages.ts";

/**
 * Under which hash a token is stored: no token stands on disk in plain text (C10.FR.12). A token is a case-insensitive
 * string with a type; additionalInfo does not count.
 */
export function tokenHash({ type, idToken }: IdTokenType): Uint8Array {
  return hash(type + idToken.toLowerCase());
}

/**
 * Every hash that the token may be stored under, ours first. libocpp hashes tokens as they were written, so that rows
 * taken over from it are found by the usual ways to write a token.
 */
export function tokenHashes(token: IdTokenType): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const { type, idToken } = token;
  return [tokenHash(token), hash(type + idToken), hash(type + idToken.toUpperCase())];
}

function hash(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
