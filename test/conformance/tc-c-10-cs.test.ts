import { BLOCKED_TOKEN } from "./harness/known-tokens.ts";
import { assertCachedRefusalAskedAgain } from "./harness/refused-tokens.ts";

Deno.test("TC_C_10_CS Authorization through authorization cache - Restricted", async () => {
  await assertCachedRefusalAskedAgain(BLOCKED_TOKEN, "Blocked");
});
