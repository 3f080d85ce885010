import { BLOCKED_TOKEN } from "./harness/known-tokens.ts";
import { assertListedRefusalAskedAgain } from "./harness/refused-tokens.ts";

Deno.test("TC_C_29_CS Online authorization through local authorization list - Restricted", async () => {
  await assertListedRefusalAskedAgain(BLOCKED_TOKEN, "Blocked", "pluggedIn");
});
