import assert from "node:assert/strict";
import { cachePolicyOf, cachePolicyRule } from "../../../../src/station/authorization/cache-policy.ts";
import { variableKey } from "../../../../src/variables/device-model.ts";

Deno.test("AuthCacheCtrlr.Policy: what is not offered is refused, and never counts", () => {
  const verdict = (variable: string, value: string) =>
    cachePolicyRule(
      { ...variableKey("AuthCacheCtrlr", variable), attribute: "Actual", value, by: "csms" },
      () => undefined,
    )?.reasonCode;
  for (const policy of ["LRU", "LFU", "FIFO"] as const) {
    assert.equal(verdict("policy", policy), undefined);
    assert.equal(cachePolicyOf(policy), policy);
  }
  assert.equal(verdict("Policy", "CUSTOM"), "UnsupportedParam");
  assert.equal(verdict("LifeTime", "CUSTOM"), undefined);
  assert.deepEqual([cachePolicyOf("CUSTOM"), cachePolicyOf(undefined)], ["LRU", "LRU"]);
});
