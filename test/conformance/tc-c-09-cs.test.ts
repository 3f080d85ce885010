import { INVALID_TOKEN } from "./harness/known-tokens.ts";
import { assertCachedRefusalAskedAgain } from "./harness/refused-tokens.ts";

Deno.test("TC_C_09_CS Authorization through authorization cache - Invalid & Not Accepted", async () => {
  await assertCachedRefusalAskedAgain(INVALID_TOKEN, "Invalid");
});
