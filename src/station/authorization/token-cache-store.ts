import type { IdTokenInfoType, IdTokenType } from "../../ocpp/messages.ts";

/** The last answer of the CSMS about a token, and its time. */
export interface CachedToken {
  readonly info: IdTokenInfoType;
  /** Unix milliseconds. */
  readonly updatedMs: number;
  /** Unix milliseconds of cacheExpiryDateTime; absent: the life time of the cache applies. */
  readonly expiryMs?: number;
}

/**
 * Which entry is removed first (AuthCacheCtrlr.Policy): least recently used, least frequently used, first in.
 */
export type CachePolicy = "LRU" | "LFU" | "FIFO";

/** The size of the cache, and what is removed when it becomes larger. */
export interface CacheRoom {
  readonly maxBytes: number;
  readonly policy: CachePolicy;
  /** Tokens of open transactions are removed last. */
  readonly inUse: readonly IdTokenType[];
}

export type CacheRemoval =
  | { readonly kind: "all" }
  | { readonly kind: "token"; readonly idToken: IdTokenType }
  /** Entries in which a token of this text is named, as their group or beside it. */
  | { readonly kind: "naming"; readonly text: string }
  /** Entries past cacheExpiryDateTime, and those without one that were last updated before `updatedBeforeMs`. */
  | { readonly kind: "expired"; readonly nowMs: number; readonly updatedBeforeMs: number };

/**
 * Remembers over restarts that the cache on disk is outdated, because the disk did not take what the CSMS said last. It takes
 * no room on the disk, and never throws.
 */
export interface OutdatedCacheMark {
  isSet(): boolean;
  set(): void;
  remove(): void;
}

/** The authorization cache on disk. Reads throw and writes reject when the disk refuses. */
export interface TokenCacheStore {
  find(idToken: IdTokenType): CachedToken | undefined;
  /**
   * Stores or replaces entries; when the cache becomes too large, others are removed, refused tokens before
   * accepted ones.
   */
  save(idToken: IdTokenType, entry: CachedToken, room: CacheRoom): Promise<void>;
  /** A power cut may forget it: only the order of eviction depends on it. */
  markUsed(idToken: IdTokenType): Promise<void>;
  remove(what: CacheRemoval): Promise<void>;
  /** Bytes that the entries take. */
  bytes(): number;
}
