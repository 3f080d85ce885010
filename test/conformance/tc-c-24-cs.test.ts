import { EXPIRED_TOKEN } from "./harness/known-tokens.ts";
import { assertListedRefusalHoldsOffline } from "./harness/refused-tokens.ts";

Deno.test("TC_C_24_CS Offline authorization through local authorization list - Expired", async () => {
  await assertListedRefusalHoldsOffline(EXPIRED_TOKEN, "Expired");
});
