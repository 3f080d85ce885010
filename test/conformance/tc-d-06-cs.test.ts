import assert from "node:assert/strict";
import { nobodyPlugsIn, swipeAsked, swipeUnasked, VALID_TOKEN_2 } from "./harness/known-tokens.ts";
import { assertListVersion, LIST_VERSION, listPrepared } from "./harness/local-list.ts";
import { VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_D_06_CS Send Local Authorization List - VersionMismatch", async () => {
  await using station = await startStation();
  const { csms } = station;
  await listPrepared(station);
  // Steps 1 and 2.
  const { status } = await csms.call("SendLocalList", {
    updateType: "Differential",
    versionNumber: LIST_VERSION - 1,
    localAuthorizationList: [
      { idToken: VALID_TOKEN },
      { idToken: VALID_TOKEN_2, idTokenInfo: { status: "Accepted" } },
    ],
  });
  assert.equal(status, "VersionMismatch");
  // Steps 3 and 4.
  await assertListVersion(station, LIST_VERSION);
  // Nothing of it was carried out.
  assert.equal(await swipeUnasked(station, VALID_TOKEN), "UsedToStart");
  await nobodyPlugsIn(station);
  assert.equal(await swipeAsked(station, VALID_TOKEN_2), "UsedToStart");
});
