import { INVALID_TOKEN } from "./harness/known-tokens.ts";
import { assertListedRefusalAskedAgain } from "./harness/refused-tokens.ts";

Deno.test("TC_C_28_CS Online authorization through local authorization list - Invalid & Not Accepted", async () => {
  await assertListedRefusalAskedAgain(INVALID_TOKEN, "Invalid", "absent");
});
