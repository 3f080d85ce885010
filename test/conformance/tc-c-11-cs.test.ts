import { EXPIRED_TOKEN } from "./harness/known-tokens.ts";
import { assertCachedRefusalAskedAgain } from "./harness/refused-tokens.ts";

Deno.test("TC_C_11_CS Authorization through authorization cache - Expired", async () => {
  await assertCachedRefusalAskedAgain(EXPIRED_TOKEN, "Expired");
});
