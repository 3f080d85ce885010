import assert from "node:assert/strict";
import { idTokenListed, INVALID_TOKEN, LIST_VARIABLES, swipeUnasked } from "./harness/known-tokens.ts";
import { arrived, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_58_CS Online authorization through local authorization list - LocalAuthListDisablePostAuthorize", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: { ...LIST_VARIABLES, "LocalAuthListCtrlr.DisablePostAuthorize": "true" },
  });
  await idTokenListed(station, [[INVALID_TOKEN, "Invalid"]]);
  // Step 1: the CSMS would accept the token by now, but is not asked.
  assert.equal(await swipeUnasked(station, INVALID_TOKEN), "Rejected");
  await nothingMore(visit);
});
