import assert from "node:assert/strict";
import { CACHE_VARIABLES, idTokenCached } from "./harness/known-tokens.ts";
import { valueOf } from "./harness/network-profiles.ts";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  parkingBayOccupied,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_37_CS Clear Authorization Data in Authorization Cache - Accepted", async () => {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station, { variables: CACHE_VARIABLES });
  await idTokenCached(visit);
  assert.notEqual(await valueOf(csms, "AuthCacheCtrlr", "Storage"), "0");
  // Steps 1 and 2.
  assert.deepEqual(await csms.call("ClearCache", {}), { status: "Accepted" });
  assert.equal(await valueOf(csms, "AuthCacheCtrlr", "Storage"), "0");
  // Steps 3 and 4.
  parkingBayOccupied();
  await evConnectedPreSession(visit);
  // Steps 5 to 8.
  await authorized(visit);
  // Step 9.
  await energyTransferStarted(visit);
});
