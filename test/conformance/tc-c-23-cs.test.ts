import { BLOCKED_TOKEN } from "./harness/known-tokens.ts";
import { assertListedRefusalHoldsOffline } from "./harness/refused-tokens.ts";

Deno.test("TC_C_23_CS Offline authorization through local authorization list - Restricted", async () => {
  await assertListedRefusalHoldsOffline(BLOCKED_TOKEN, "Blocked");
});
