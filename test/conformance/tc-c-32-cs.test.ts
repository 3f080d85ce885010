import { authorizedUnasked, CACHE_VARIABLES, idTokenCached } from "./harness/known-tokens.ts";
import { processRestarted } from "./harness/process-restart.ts";
import { arrived, energyTransferStarted, evConnectedPreSession } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const start of ["Authorized", "PowerPathClosed"]) {
  Deno.test(
    `TC_C_32_CS Store Authorization Data in the Authorization Cache - Persistent over reboot (${start})`,
    async () => {
      await using station = await startStation();
      const visit = await arrived(station, { start, variables: CACHE_VARIABLES });
      await idTokenCached(visit);
      // Step 1.
      await processRestarted(station);
      await station.csms.expect("StatusNotification");
      // Steps 2 and 3.
      await authorizedUnasked(visit);
      // Steps 4 and 5.
      await evConnectedPreSession(visit);
      await energyTransferStarted(visit);
    },
  );
}
