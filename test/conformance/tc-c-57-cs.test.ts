import assert from "node:assert/strict";
import { CACHE_VARIABLES, idTokenCached, INVALID_TOKEN, swipeUnasked } from "./harness/known-tokens.ts";
import { arrived, evConnectedPreSession, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_57_CS Authorization through authorization cache - AuthCacheDisablePostAuthorize", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: { ...CACHE_VARIABLES, "AuthCacheCtrlr.DisablePostAuthorize": "true" },
  });
  await idTokenCached(visit, INVALID_TOKEN, { status: "Invalid" });
  await evConnectedPreSession(visit);
  // Step 1: the CSMS would accept the token by now, but is not asked.
  assert.equal(await swipeUnasked(station, INVALID_TOKEN), "Rejected");
  await nothingMore(visit);
});
