import type { SetRule } from "../../variables/set-rule.ts";
import { qualifiedName } from "../../variables/variable-rules.ts";
import type { CachePolicy } from "./token-cache-store.ts";

/** Without CUSTOM, which is no policy of this program. */
export const CACHE_POLICIES: readonly CachePolicy[] = ["LRU", "LFU", "FIFO"];

/** AuthCacheCtrlr.Policy; without one that is known the default is used. */
export function cachePolicyOf(text: string | undefined): CachePolicy {
  return CACHE_POLICIES.find((policy) => policy === text) ?? "LRU";
}

/** Refuses a policy that would have no effect. */
export const cachePolicyRule: SetRule = ({ component, variable, value }) =>
  qualifiedName(component, variable) !== "authcachectrlr.policy" ||
    CACHE_POLICIES.some((policy) => policy === value)
    ? undefined
    : { reasonCode: "UnsupportedParam", text: `the cache knows ${CACHE_POLICIES.join(", ")}` };
