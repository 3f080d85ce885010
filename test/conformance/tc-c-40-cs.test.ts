import assert from "node:assert/strict";
import { csmsKnowsGroup, OF_GROUP, stoppedByGroup } from "./harness/groups.ts";
import {
  authorizedUnasked,
  idTokenListed,
  LIST_VARIABLES,
  swipeUnasked,
  VALID_TOKEN_2,
} from "./harness/known-tokens.ts";
import {
  arrived,
  energyTransferStarted,
  evConnectedPreSession,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_40_CS Authorization by GroupId - Success with Local Authorization List", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { variables: LIST_VARIABLES });
  await idTokenListed(station, [[VALID_TOKEN, OF_GROUP], [VALID_TOKEN_2, OF_GROUP]]);
  csmsKnowsGroup(visit);
  await evConnectedPreSession(visit);
  // Steps 1 and 2.
  await authorizedUnasked(visit);
  // Step 3.
  await energyTransferStarted(visit);
  // Step 4.
  assert.equal(await swipeUnasked(station, VALID_TOKEN_2), "UsedToStop");
  // Steps 5 to 7.
  await stoppedByGroup(visit, VALID_TOKEN_2);
});
