import assert from "node:assert/strict";
import { csmsKnowsGroup, stoppedByGroup } from "./harness/groups.ts";
import { swipeAsked, VALID_TOKEN_2 } from "./harness/known-tokens.ts";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_39_CS Authorization by GroupId - Success", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  csmsKnowsGroup(visit);
  await evConnectedPreSession(visit);
  // Steps 1 to 4.
  await authorized(visit);
  // Step 5.
  await energyTransferStarted(visit);
  // Steps 6 and 7.
  assert.equal(await swipeAsked(station, VALID_TOKEN_2), "UsedToStop");
  // Steps 8 to 12.
  await stoppedByGroup(visit, VALID_TOKEN_2);
});
