import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  nothingMore,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_03_CS Local start transaction - Cable plugin first - Success", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await evConnectedPreSession(visit);
  // Step 1.
  await authorized(visit, "local");
  // Step 2.
  await energyTransferStarted(visit);
  await nothingMore(visit);
});
