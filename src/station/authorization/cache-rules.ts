import { dateTimeMs } from "../../kernel/date-time.ts";
import type { IdTokenEnumType, IdTokenInfoType } from "../../ocpp/messages.ts";
import type { CachedToken } from "./token-cache-store.ts";

/** Tokens for a single use are not cached (C02.FR.03, C05.FR.02). */
export function isCacheable(type: IdTokenEnumType): boolean {
  return type !== "NoAuthorization" && type !== "Central";
}

/**
 * The cache entry of an answer of the CSMS. "expired": it is not cached, by which a CSMS keeps prepaid
 * accounts out of caches (errata 2025-01, C10.FR.10).
 */
export function cacheEntry(info: IdTokenInfoType, nowMs: number): CachedToken | "expired" {
  // Without the personal message, whose prices become outdated (C10.FR.09), and the custom data with its
  // further languages.
  const { personalMessage: _message, customData: _further, ...lasting } = info;
  const expiryMs = expiryOf(info);
  if (expiryMs === undefined) return { info: lasting, updatedMs: nowMs };
  return expiryMs < nowMs ? "expired" : { info: lasting, updatedMs: nowMs, expiryMs };
}

/**
 * Whether an entry is still valid: until cacheExpiryDateTime, or without one for `lifeTimeSeconds` after the
 * last answer of the CSMS (errata 2025-01, C10.FR.10 and FR.13). Without a life time: for ever.
 * "ofOtherClock": it is from further ahead than the life time. Nobody knows how old it is, so it does not count; a clock
 * that is not set yet after a power cut will be, so it stays.
 */
export function validityOf(
  { updatedMs, expiryMs }: CachedToken,
  nowMs: number,
  lifeTimeSeconds: number | undefined,
): "fresh" | "expired" | "ofOtherClock" {
  if (expiryMs !== undefined) return nowMs <= expiryMs ? "fresh" : "expired";
  if (lifeTimeSeconds === undefined) return "fresh";
  const ageMs = nowMs - updatedMs;
  if (ageMs < -lifeTimeSeconds * 1000) return "ofOtherClock";
  return ageMs <= lifeTimeSeconds * 1000 ? "fresh" : "expired";
}

/**
 * Whether a stored entry may go on to count when the disk does not take a newer word of the CSMS: it says the same, and not
 * for longer.
 */
export function isStillTrue(stored: CachedToken, newer: CachedToken | "expired"): boolean {
  if (newer === "expired" || (stored.expiryMs ?? Infinity) > (newer.expiryMs ?? Infinity)) return false;
  const { cacheExpiryDateTime: _then, ...was } = stored.info;
  const { cacheExpiryDateTime: _now, ...is } = newer.info;
  return JSON.stringify(was) === JSON.stringify(is);
}

/** Unix milliseconds of cacheExpiryDateTime. */
export function expiryOf({ cacheExpiryDateTime }: IdTokenInfoType): number | undefined {
  return cacheExpiryDateTime === undefined ? undefined : dateTimeMs(cacheExpiryDateTime);
}
