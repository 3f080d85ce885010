import { authorizedUnasked, idTokenListed, LIST_VARIABLES } from "./harness/known-tokens.ts";
import {
  arrived,
  energyTransferStarted,
  evConnectedPreSession,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const start of ["Authorized", "PowerPathClosed"]) {
  Deno.test(
    `TC_C_27_CS Online authorization through local authorization list - Accepted (${start})`,
    async () => {
      await using station = await startStation();
      const visit = await arrived(station, { start, variables: LIST_VARIABLES });
      await idTokenListed(station, [[VALID_TOKEN, "Accepted"]]);
      // Steps 1 and 2.
      await authorizedUnasked(visit);
      // Steps 3 and 4.
      await evConnectedPreSession(visit);
      await energyTransferStarted(visit);
    },
  );
}
