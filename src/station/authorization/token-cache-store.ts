import type { IdTokenInfoType, IdTokenType } from "../../ocpp/messages.ts";

/** What the CSMS said about a token, and when. */
export interface CachedToken {
  readonly info: IdTokenInfoType;
  /** Unix milliseconds. */
  readonly updatedMs: number;
  /** Unix milliseconds of cacheExpiryDateTime; absent: the life time of the cache counts. */
  readonly expiryMs?: number;
}

/** Which entry gives way first (AuthCacheCtrlr.Policy): least recently used, least frequently used, first in. */
export type CachePolicy = "LRU" | "LFU" | "FIFO";

/** What the cache may take, and what gives way when it takes more. */
export interface CacheRoom {
  readonly maxBytes: number;
  readonly policy: CachePolicy;
  /** Tokens of open transactions give way last. */
  readonly inUse: readonly IdTokenType[];
}

export type CacheRemoval =
  | { readonly kind: "all" }
  | { readonly kind: "token"; readonly idToken: IdTokenType }
  /** All tokens of the group with this idToken. */
  | { readonly kind: "group"; readonly groupId: string }
  /** Entries past cacheExpiryDateTime, and those without one that were last updated before `updatedBeforeMs`. */
  | { readonly kind: "expired"; readonly nowMs: number; readonly updatedBeforeMs: number };

/** The authorization cache on disk. Reads throw and writes reject when the disk refuses. */
export interface TokenCacheStore {
  find(idToken: IdTokenType): CachedToken | undefined;
  /** Stores or replaces; entries that the room has no space for give way, refused tokens before accepted ones. */
  save(idToken: IdTokenType, entry: CachedToken, room: CacheRoom): Promise<void>;
  markUsed(idToken: IdTokenType): Promise<void>;
  remove(what: CacheRemoval): Promise<void>;
  /** Bytes that the entries take. */
  bytes(): number;
}
