import type { SetRule } from "../../variables/set-rule.ts";
import { qualifiedName } from "../../variables/variable-rules.ts";
import type { CachePolicy } from "./token-cache-store.ts";

const POLICIES: readonly CachePolicy[] = ["LRU", "LFU", "FIFO"];

/**
 * AuthCacheCtrlr.Policy. CUSTOM, which a component file may offer, is not implemented: the default is used.
 */
export function cachePolicyOf(text: string | undefined): CachePolicy {
  return POLICIES.find((policy) => policy === text) ?? "LRU";
}

/** Refuses a policy that would have no effect. */
export const cachePolicyRule: SetRule = ({ component, variable, value }) =>
  qualifiedName(component, variable) !== "authcachectrlr.policy" ||
    POLICIES.some((policy) => policy === value)
    ? undefined
    : { reasonCode: "UnsupportedParam", text: `the cache knows ${POLICIES.join(", ")}` };
