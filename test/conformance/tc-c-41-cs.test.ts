import assert from "node:assert/strict";
import { csmsKnowsGroup, OF_GROUP, stoppedByGroup } from "./harness/groups.ts";
import {
  authorizedUnasked,
  CACHE_VARIABLES,
  idTokenCached,
  swipeUnasked,
  VALID_TOKEN_2,
} from "./harness/known-tokens.ts";
import {
  arrived,
  configured,
  energyTransferStarted,
  evConnectedPreSession,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

// C09.FR.07 does not depend on LocalPreAuthorize.
for (const preAuthorize of ["true", "false"]) {
  Deno.test(
    `TC_C_41_CS Authorization by GroupId - Success with Authorization Cache (second with LocalPreAuthorize ${preAuthorize})`,
    async () => {
      await using station = await startStation();
      const visit = await arrived(station, { variables: CACHE_VARIABLES });
      await idTokenCached(visit, VALID_TOKEN, OF_GROUP);
      await idTokenCached(visit, VALID_TOKEN_2, OF_GROUP);
      csmsKnowsGroup(visit);
      await evConnectedPreSession(visit);
      // Steps 1 and 2.
      await authorizedUnasked(visit);
      // Step 3.
      await energyTransferStarted(visit);
      // Step 4.
      await configured(station, { "AuthCtrlr.LocalPreAuthorize": preAuthorize });
      assert.equal(await swipeUnasked(station, VALID_TOKEN_2), "UsedToStop");
      // Steps 5 to 7.
      await stoppedByGroup(visit, VALID_TOKEN_2);
    },
  );
}
