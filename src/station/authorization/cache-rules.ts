import { dateTimeMs } from "../../ocpp/date-time.ts";
import type { IdTokenEnumType, IdTokenInfoType } from "../../ocpp/messages.ts";
import type { CachedToken } from "./token-cache-store.ts";

/** Tokens that are made for one use are not remembered (C02.FR.03, C05.FR.02). */
export function isCacheable(type: IdTokenEnumType): boolean {
  return type !== "NoAuthorization" && type !== "Central";
}

/**
 * What the cache makes of an answer of the CSMS. "expired": it must not be there, which is how a CSMS keeps prepaid
 * accounts out of caches (errata 2025-01, C10.FR.10).
 */
export function cacheEntry(info: IdTokenInfoType, nowMs: number): CachedToken | "expired" {
  // Personal messages contain prices, which become outdated (C10.FR.09). Their further languages are custom data.
  const { personalMessage: _message, customData: _further, ...lasting } = info;
  const expiryMs = expiryOf(info);
  if (expiryMs === undefined) return { info: lasting, updatedMs: nowMs };
  return expiryMs < nowMs ? "expired" : { info: lasting, updatedMs: nowMs, expiryMs };
}

/**
 * Whether the cache still vouches for an entry: until cacheExpiryDateTime, or without one for `lifeTimeSeconds` after the
 * CSMS last spoke of it (errata 2025-01, C10.FR.10 and FR.13). No life time: for ever.
 */
export function isFresh(
  { updatedMs, expiryMs }: CachedToken,
  nowMs: number,
  lifeTimeSeconds: number | undefined,
): boolean {
  if (expiryMs !== undefined) return nowMs <= expiryMs;
  return lifeTimeSeconds === undefined || nowMs - updatedMs <= lifeTimeSeconds * 1000;
}

/** Unix milliseconds of cacheExpiryDateTime. */
export function expiryOf({ cacheExpiryDateTime }: IdTokenInfoType): number | undefined {
  return cacheExpiryDateTime === undefined ? undefined : dateTimeMs(cacheExpiryDateTime);
}
