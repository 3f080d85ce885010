import { authorizedUnasked, CACHE_VARIABLES, idTokenCached } from "./harness/known-tokens.ts";
import { arrived, energyTransferStarted, evConnectedPreSession } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_08_CS Authorization through authorization cache - Accepted", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { variables: CACHE_VARIABLES });
  await idTokenCached(visit);
  await evConnectedPreSession(visit);
  // Step 1.
  await authorizedUnasked(visit);
  // Step 2.
  await energyTransferStarted(visit);
});
