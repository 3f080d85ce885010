import { INVALID_TOKEN } from "./harness/known-tokens.ts";
import { assertListedRefusalHoldsOffline } from "./harness/refused-tokens.ts";

Deno.test("TC_C_22_CS Offline authorization through local authorization list - Invalid", async () => {
  await assertListedRefusalHoldsOffline(INVALID_TOKEN, "Invalid");
});
