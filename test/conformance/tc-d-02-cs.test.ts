import assert from "node:assert/strict";
import { nobodyPlugsIn, swipeUnasked, VALID_TOKEN_2 } from "./harness/known-tokens.ts";
import { assertListVersion, LIST_VERSION, listPrepared } from "./harness/local-list.ts";
import { VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_D_02_CS Send Local Authorization List - Differential Update", async () => {
  await using station = await startStation();
  const { csms } = station;
  await listPrepared(station);
  // Steps 1 and 2.
  const { status } = await csms.call("SendLocalList", {
    updateType: "Differential",
    versionNumber: LIST_VERSION + 1,
    localAuthorizationList: [{ idToken: VALID_TOKEN_2, idTokenInfo: { status: "Accepted" } }],
  });
  assert.equal(status, "Accepted");
  // Steps 3 and 4.
  await assertListVersion(station, LIST_VERSION + 1);
  // Both are listed now.
  for (const token of [VALID_TOKEN, VALID_TOKEN_2]) {
    assert.equal(await swipeUnasked(station, token), "UsedToStart");
    await nobodyPlugsIn(station);
  }
});
