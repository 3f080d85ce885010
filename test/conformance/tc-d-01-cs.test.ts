import assert from "node:assert/strict";
import { nobodyPlugsIn, swipeAsked, swipeUnasked, VALID_TOKEN_2 } from "./harness/known-tokens.ts";
import { assertListVersion, LIST_VERSION, listPrepared } from "./harness/local-list.ts";
import { VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_D_01_CS Send Local Authorization List - Full", async () => {
  await using station = await startStation();
  const { csms } = station;
  await listPrepared(station, "none");
  // Steps 1 and 2.
  const { status } = await csms.call("SendLocalList", {
    updateType: "Full",
    versionNumber: LIST_VERSION,
    localAuthorizationList: [{ idToken: VALID_TOKEN, idTokenInfo: { status: "Accepted" } }],
  });
  assert.equal(status, "Accepted");
  // Steps 3 and 4.
  await assertListVersion(station, LIST_VERSION);
  // What the list is for: the CSMS is asked about others only.
  assert.equal(await swipeAsked(station, VALID_TOKEN_2), "UsedToStart");
  await nobodyPlugsIn(station);
  assert.equal(await swipeUnasked(station, VALID_TOKEN), "UsedToStart");
});
