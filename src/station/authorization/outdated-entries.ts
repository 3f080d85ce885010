import type { IdTokenType } from "../../ocpp/messages.ts";
import { tokenKey } from "../same-token.ts";
import { isStillTrue } from "./cache-rules.ts";
import type { CachedToken, OutdatedCacheMark, TokenCacheStore } from "./token-cache-store.ts";

/** So many are remembered one by one. */
const MOST_TOKENS = 1000;

export interface OutdatedEntriesDeps {
  readonly store: Pick<TokenCacheStore, "find">;
  readonly outdatedMark: OutdatedCacheMark;
}

/**
 * Entries of the cache about which the CSMS has said something else since, which the disk refused: a blocked driver must not
 * charge by what is still stored. A restart remembers only that there were some; then all are outdated.
 */
export class OutdatedEntries {
  readonly #deps: OutdatedEntriesDeps;
  #tokens: Map<string, IdTokenType> | "all" = new Map();

  constructor(deps: OutdatedEntriesDeps) {
    this.#deps = deps;
  }

  /** What an earlier process has left. */
  recall(): void {
    if (this.#deps.outdatedMark.isSet()) this.#tokens = "all";
  }

  has(idToken: IdTokenType): boolean {
    return this.#tokens === "all" || this.#tokens.has(tokenKey(idToken));
  }

  areAll(): boolean {
    return this.#tokens === "all";
  }

  /** One by one, unless all are. */
  tokens(): readonly IdTokenType[] {
    return this.#tokens === "all" ? [] : [...this.#tokens.values()];
  }

  /** The disk refused this. */
  refused(idToken: IdTokenType, newer: CachedToken | "expired"): void {
    if (this.#tokens === "all" || this.#isStillTrue(idToken, newer)) return;
    this.#tokens.set(tokenKey(idToken), idToken);
    if (this.#tokens.size > MOST_TOKENS) this.#tokens = "all";
    this.#deps.outdatedMark.set();
  }

  /** The disk has the last word about the token again. */
  replaced(idToken: IdTokenType): void {
    if (this.#tokens === "all" || !this.#tokens.delete(tokenKey(idToken))) return;
    if (this.#tokens.size === 0) this.#deps.outdatedMark.remove();
  }

  /** Nothing of before is on the disk any more. */
  allReplaced(): void {
    if (this.#tokens === "all" || this.#tokens.size > 0) this.#deps.outdatedMark.remove();
    this.#tokens = new Map();
  }

  #isStillTrue(idToken: IdTokenType, newer: CachedToken | "expired"): boolean {
    try {
      const stored = this.#deps.store.find(idToken);
      return stored === undefined || isStillTrue(stored, newer);
    } catch {
      return false;
    }
  }
}
