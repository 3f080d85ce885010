import assert from "node:assert/strict";
import { assertGoesOn, csmsKnowsGroup, OF_GROUP, REFUSED_OF_GROUP } from "./harness/groups.ts";
import {
  authorizedUnasked,
  idTokenListed,
  INVALID_TOKEN,
  LIST_VARIABLES,
  swipeAsked,
} from "./harness/known-tokens.ts";
import {
  arrived,
  energyTransferStarted,
  evConnectedPreSession,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_43_CS Authorization by GroupId - Invalid status with Local Authorization List", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { variables: LIST_VARIABLES });
  await idTokenListed(station, [[VALID_TOKEN, OF_GROUP], [INVALID_TOKEN, REFUSED_OF_GROUP]]);
  csmsKnowsGroup(visit, REFUSED_OF_GROUP, INVALID_TOKEN);
  await evConnectedPreSession(visit);
  // Steps 1 and 2.
  await authorizedUnasked(visit);
  // Step 3.
  await energyTransferStarted(visit);
  // Steps 4 and 5.
  assert.equal(await swipeAsked(station, INVALID_TOKEN), "Rejected");
  // Note: no TransactionEvent.
  await assertGoesOn(visit);
});
