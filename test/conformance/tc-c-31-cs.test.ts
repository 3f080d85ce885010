import { idTokenListed, LIST_VARIABLES } from "./harness/known-tokens.ts";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_31_CS Online authorization through local authorization list - Invalid & Accepted", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { variables: LIST_VARIABLES });
  await idTokenListed(station, [[VALID_TOKEN, "Invalid"]]);
  // Step 1: the CSMS is asked, and knows better.
  await authorized(visit);
  // Steps 2 and 3.
  await evConnectedPreSession(visit);
  await energyTransferStarted(visit);
});
