import assert from "node:assert/strict";
import {
  authorizationReported,
  CACHE_VARIABLES,
  idTokenCached,
  INVALID_TOKEN,
  swipeAsked,
} from "./harness/known-tokens.ts";
import { arrived, energyTransferStarted, evConnectedPreSession } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_12_CS Authorization through authorization cache - Invalid & Accepted", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { variables: CACHE_VARIABLES });
  await idTokenCached(visit, INVALID_TOKEN, { status: "Invalid" });
  await evConnectedPreSession(visit);
  // Steps 1 and 2.
  assert.equal(await swipeAsked(station, INVALID_TOKEN), "UsedToStart");
  // Steps 3 and 4.
  await authorizationReported(visit, INVALID_TOKEN);
  // Step 5.
  await energyTransferStarted(visit);
});
