import { EXPIRED_TOKEN } from "./harness/known-tokens.ts";
import { assertListedRefusalAskedAgain } from "./harness/refused-tokens.ts";

Deno.test("TC_C_30_CS Online authorization through local authorization list - Expired", async () => {
  await assertListedRefusalAskedAgain(EXPIRED_TOKEN, "Expired", "absent");
});
