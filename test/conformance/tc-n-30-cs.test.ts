import assert from "node:assert/strict";
import { customerHasCharged, customerInformation } from "./harness/customer-information.ts";
import { nobodyPlugsIn, swipeAsked, swipeUnasked } from "./harness/known-tokens.ts";
import { configured, VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_30_CS Clear Customer Information - Clear and report + data", async () => {
  await using station = await startStation();
  await customerHasCharged(station);
  // Steps 1 to 4.
  const cleared = await customerInformation(station, { report: true, clear: true, idToken: VALID_TOKEN });
  assert.match(cleared, /^Local authorization list, not cleared: only SendLocalList changes it\n/);
  assert.match(cleared, /\nAuthorization cache, cleared:\n\{"status":"Accepted"\}\n/);
  // Steps 5 to 8: what is left is the local list (N10.FR.03).
  const left = await customerInformation(station, { report: true, clear: false, idToken: VALID_TOKEN }, 2);
  assert.equal(left, 'Local authorization list:\n{"status":"Accepted"}');
  // The list still knows the token, the cache does not.
  assert.equal(await swipeUnasked(station, VALID_TOKEN), "UsedToStart");
  await nobodyPlugsIn(station);
  await configured(station, { "LocalAuthListCtrlr.Enabled": "false" });
  assert.equal(await swipeAsked(station, VALID_TOKEN), "UsedToStart");
});
