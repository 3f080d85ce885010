import assert from "node:assert/strict";
import { authorizedUnasked, CACHE_VARIABLES, idTokenCached } from "./harness/known-tokens.ts";
import { arrived, configured, evConnectedPreSession } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_38_CS Clear Authorization Data in Authorization Cache - Rejected", async () => {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station, { variables: CACHE_VARIABLES });
  await idTokenCached(visit);
  await configured(station, { "AuthCacheCtrlr.Enabled": "false" });
  // Steps 1 and 2.
  const { status } = await csms.call("ClearCache", {});
  assert.equal(status, "Rejected");
  // Part 2, §2.4.1: enabling and disabling leaves the content as it is.
  await configured(station, { "AuthCacheCtrlr.Enabled": "true" });
  await evConnectedPreSession(visit);
  await authorizedUnasked(visit);
});
