import assert from "node:assert/strict";
import { CACHE_VARIABLES, csmsSays, idTokenCached, swipeAsked } from "./harness/known-tokens.ts";
import { arrived, nothingMore, VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_36_CS Store Authorization Data in the Authorization Cache - AuthCacheCtrlr.LocalPreAuthorize = false", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: { ...CACHE_VARIABLES, "AuthCtrlr.LocalPreAuthorize": "false" },
  });
  await idTokenCached(visit);
  // Steps 1 and 2.
  csmsSays(station, { status: "Invalid" });
  assert.equal(await swipeAsked(station, VALID_TOKEN), "Rejected");
  await nothingMore(visit);
});
