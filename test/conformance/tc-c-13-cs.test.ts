import { authorizedUnasked, CACHE_VARIABLES, idTokenCached } from "./harness/known-tokens.ts";
import {
  arrived,
  energyTransferStarted,
  evConnectedPreSession,
  parkingBayOccupied,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const start of ["Authorized", "PowerPathClosed"]) {
  Deno.test(
    `TC_C_13_CS Authorization through authorization cache - Accepted but cable not connected yet (${start})`,
    async () => {
      await using station = await startStation();
      const visit = await arrived(station, { start, variables: CACHE_VARIABLES });
      await idTokenCached(visit);
      parkingBayOccupied();
      // Steps 1 and 2.
      await authorizedUnasked(visit);
      // Step 3.
      await evConnectedPreSession(visit);
      // Step 4.
      await energyTransferStarted(visit);
    },
  );
}
