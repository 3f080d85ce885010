import type { Clock, Timer } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import type { IdTokenInfoType, IdTokenType } from "../../ocpp/messages.ts";
import { characteristicsOf } from "../../variables/characteristics.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { variableKey } from "../../variables/device-model.ts";
import { cachePolicyOf } from "./cache-policy.ts";
import type { RememberedToken } from "./authorization-explanation.ts";
import { cacheEntry, isCacheable, validityOf } from "./cache-rules.ts";
import { OutdatedEntries } from "./outdated-entries.ts";
import type {
  CachedToken,
  CacheRemoval,
  CacheRoom,
  OutdatedCacheMark,
  TokenCacheStore,
} from "./token-cache-store.ts";
import { usesCache } from "./token-controllers.ts";

export interface AuthorizationCacheDeps {
  readonly store: TokenCacheStore;
  readonly outdatedMark: OutdatedCacheMark;
  readonly deviceModel: StationDeviceModel;
  readonly clock: Clock;
  readonly log: Logger;
  /** Tokens that authorize open transactions. */
  tokensInUse(): readonly IdTokenType[];
}

const LIFE_TIME = variableKey("AuthCacheCtrlr", "LifeTime");
const POLICY = variableKey("AuthCacheCtrlr", "Policy");
const STORAGE = variableKey("AuthCacheCtrlr", "Storage");
/** Where a component file sets no maxLimit to Storage. */
const DEFAULT_MAX_BYTES = 1024 * 1024;

/** How long an expired entry, which is never used, may stay stored (C10.FR.10). */
export const CACHE_SWEEP_INTERVAL_MS = 15 * 60 * 1000;
const CACHE_SWEEP_TIMER = "authorization.cache-sweep";

/**
 * The authorization cache (C10): the last answers of the CSMS about tokens. A token of which the disk refuses the last
 * answer is not known; where the cache cannot be read, no token is.
 */
export class AuthorizationCache {
  readonly #deps: AuthorizationCacheDeps;
  readonly #outdated: OutdatedEntries;
  #sweepTimer: Timer | undefined;
  #isEnding = false;

  constructor(deps: AuthorizationCacheDeps) {
    this.#deps = deps;
    this.#outdated = new OutdatedEntries(deps);
  }

  /** To be called once; ended by `stop`. */
  start(): void {
    const { deviceModel } = this.#deps;
    if (deviceModel.has(STORAGE)) deviceModel.setMaxLimit(STORAGE, DEFAULT_MAX_BYTES);
    this.#outdated.recall();
    this.#sweep();
  }

  stop(): void {
    this.#isEnding = true;
    this.#sweepTimer?.cancel();
  }

  isEnabled(): boolean {
    return usesCache(this.#deps.deviceModel);
  }

  /** The last answer of the CSMS about the token, if still valid. */
  find(idToken: IdTokenType): IdTokenInfoType | undefined {
    if (!this.isEnabled()) return undefined;
    const entry = this.#read(idToken);
    if (entry === undefined) return undefined;
    const validity = this.#validityOf(entry);
    if (validity === "fresh") return entry.info;
    if (validity === "expired") this.#change(() => this.#deps.store.remove({ kind: "token", idToken }));
    return undefined;
  }

  /** The stored entry, whether it still counts or not; for an explanation. */
  inspect(idToken: IdTokenType): RememberedToken | undefined {
    const entry = this.isEnabled() ? this.#read(idToken) : undefined;
    return entry && { ...entry, validity: this.#validityOf(entry) === "fresh" ? "fresh" : "expired" };
  }

  /** The token was authorized by its entry. */
  used(idToken: IdTokenType): void {
    this.#change(() => this.#deps.store.markUsed(idToken));
  }

  /** An AuthorizeResponse or TransactionEventResponse about the token (C10.FR.04, C10.FR.05). */
  learn(idToken: IdTokenType, info: IdTokenInfoType): void {
    if (!this.isEnabled() || !isCacheable(idToken.type)) return;
    const { store, clock } = this.#deps;
    const entry = cacheEntry(info, clock.wallMs());
    this.#change(async () => {
      try {
        // First what was known before: a full disk may have left it there.
        if (this.#outdated.areAll()) await this.remove({ kind: "all" });
        await (entry === "expired"
          ? store.remove({ kind: "token", idToken })
          : store.save(idToken, entry, this.#room()));
        this.#outdated.replaced(idToken);
      } catch (error) {
        this.#outdated.refused(idToken, entry);
        throw error;
      }
    });
  }

  /** False when the disk refuses. */
  async clear(): Promise<boolean> {
    try {
      await this.remove({ kind: "all" });
      return true;
    } catch (error) {
      this.#deps.log.error("the authorization cache could not be cleared", { error });
      return false;
    }
  }

  /** Resolves when it is on disk, rejects when the disk refuses. */
  async remove(what: CacheRemoval): Promise<void> {
    await this.#deps.store.remove(what);
    if (what.kind === "all") this.#outdated.allReplaced();
    if (what.kind === "token") this.#outdated.replaced(what.idToken);
    this.#reportStorage();
  }

  #validityOf(entry: CachedToken) {
    return validityOf(entry, this.#deps.clock.wallMs(), this.#lifeTimeSeconds());
  }

  #sweep(): void {
    const { clock, store } = this.#deps;
    const nowMs = clock.wallMs();
    const lifeTimeSeconds = this.#lifeTimeSeconds();
    const updatedBeforeMs = lifeTimeSeconds === undefined
      ? Number.MIN_SAFE_INTEGER
      : nowMs - lifeTimeSeconds * 1000;
    this.#change(() => store.remove({ kind: "expired", nowMs, updatedBeforeMs }));
    this.#removeOutdated();
    this.#sweepTimer = clock.setTimer(CACHE_SWEEP_TIMER, CACHE_SWEEP_INTERVAL_MS, () => this.#sweep());
  }

  /** As soon as the disk takes it. */
  #removeOutdated(): void {
    if (this.#outdated.areAll()) return this.#change(() => this.remove({ kind: "all" }));
    for (const idToken of this.#outdated.tokens()) {
      this.#change(() => this.remove({ kind: "token", idToken }));
    }
  }

  #read(idToken: IdTokenType): CachedToken | undefined {
    if (this.#outdated.has(idToken)) return undefined;
    try {
      return this.#deps.store.find(idToken);
    } catch (error) {
      this.#deps.log.error("the authorization cache cannot be read", { reason: reasonOf(error) });
      return undefined;
    }
  }

  /** Not awaited: the answer of the CSMS is used without it, and a lost entry is requested again. */
  #change(change: () => Promise<void>): void {
    change().then(
      () => this.#reportStorage(),
      (error: unknown) => this.#deps.log.error("the authorization cache could not be changed", { error }),
    );
  }

  #reportStorage(): void {
    const { deviceModel, store } = this.#deps;
    // The last change may be committed by the close of the database.
    if (this.#isEnding || !deviceModel.has(STORAGE)) return;
    deviceModel.setActual(STORAGE, String(store.bytes()));
  }

  #lifeTimeSeconds(): number | undefined {
    return this.#deps.deviceModel.integer(LIFE_TIME);
  }

  #room(): CacheRoom {
    const { deviceModel } = this.#deps;
    return {
      maxBytes: characteristicsOf(deviceModel, STORAGE)?.maxLimit ?? DEFAULT_MAX_BYTES,
      policy: cachePolicyOf(deviceModel.text(POLICY)),
      inUse: this.#deps.tokensInUse(),
    };
  }
}
