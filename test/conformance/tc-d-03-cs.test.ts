import assert from "node:assert/strict";
import { swipeAsked } from "./harness/known-tokens.ts";
import { assertListVersion, LIST_VERSION, listPrepared } from "./harness/local-list.ts";
import { VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_D_03_CS Send Local Authorization List - Differential Remove", async () => {
  await using station = await startStation();
  const { csms } = station;
  await listPrepared(station);
  // Steps 1 and 2.
  const { status } = await csms.call("SendLocalList", {
    updateType: "Differential",
    versionNumber: LIST_VERSION + 1,
    localAuthorizationList: [{ idToken: VALID_TOKEN }],
  });
  assert.equal(status, "Accepted");
  // Steps 3 and 4.
  await assertListVersion(station, LIST_VERSION + 1);
  // The token is not listed any more.
  assert.equal(await swipeAsked(station, VALID_TOKEN), "UsedToStart");
});
