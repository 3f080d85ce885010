import assert from "node:assert/strict";
import { assertGoesOn, csmsKnowsGroup, REFUSED_OF_GROUP } from "./harness/groups.ts";
import { INVALID_TOKEN, swipeAsked } from "./harness/known-tokens.ts";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_42_CS Authorization by GroupId - Not stopped by GroupId", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  csmsKnowsGroup(visit, REFUSED_OF_GROUP, INVALID_TOKEN);
  await evConnectedPreSession(visit);
  // Steps 1 to 4.
  await authorized(visit);
  // Step 5.
  await energyTransferStarted(visit);
  // Steps 6 and 7.
  assert.equal(await swipeAsked(station, INVALID_TOKEN), "Rejected");
  // Post scenario validation.
  await assertGoesOn(visit);
});
