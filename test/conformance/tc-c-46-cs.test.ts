import assert from "node:assert/strict";
import { CACHE_VARIABLES, idTokenCached, swipeUnasked } from "./harness/known-tokens.ts";
import { arrived, authorized, evConnectedPreSession, VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const TRANSACTION_DURATION_SECONDS = 60;

Deno.test("TC_C_46_CS Store Authorization Data in the Authorization Cache - AuthCacheLifeTime", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: { ...CACHE_VARIABLES, "AuthCacheCtrlr.LifeTime": `${TRANSACTION_DURATION_SECONDS}` },
  });
  await idTokenCached(visit);
  await evConnectedPreSession(visit);
  // Step 1.
  await station.pass((TRANSACTION_DURATION_SECONDS + 1) * 1000);
  // Step 2: the CSMS is asked.
  await authorized(visit);
});

Deno.test("TC_C_46_CS Store Authorization Data in the Authorization Cache - until then the token counts", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: { ...CACHE_VARIABLES, "AuthCacheCtrlr.LifeTime": `${TRANSACTION_DURATION_SECONDS}` },
  });
  await idTokenCached(visit);
  await station.pass((TRANSACTION_DURATION_SECONDS - 10) * 1000);
  assert.equal(await swipeUnasked(station, VALID_TOKEN), "UsedToStart");
});
