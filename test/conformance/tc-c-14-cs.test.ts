import assert from "node:assert/strict";
import {
  CACHE_VARIABLES,
  idTokenCached,
  MASTER_PASS_GROUP,
  MASTER_PASS_TOKEN,
  swipeUnasked,
} from "./harness/known-tokens.ts";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  evDisconnected,
  nextEvent,
  nothingMore,
  parkingBayUnoccupied,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_14_CS Authorization through authorization cache - GroupID equal to MasterPassGroupId", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: { ...CACHE_VARIABLES, "AuthCtrlr.MasterPassGroupId": MASTER_PASS_GROUP.idToken },
  });
  await station.settle();
  await idTokenCached(visit, MASTER_PASS_TOKEN, { status: "Accepted", groupIdToken: MASTER_PASS_GROUP });
  await authorized(visit);
  await evConnectedPreSession(visit);
  await energyTransferStarted(visit);
  // Step 1.
  assert.equal(await swipeUnasked(station, MASTER_PASS_TOKEN), "UsedToStop");
  await station.pass(100);
  const stopped = await nextEvent(visit);
  assert.equal(stopped.triggerReason, "StopAuthorized");
  assert.deepEqual(stopped.idToken, MASTER_PASS_TOKEN);
  assert.equal(stopped.eventType, "Ended");
  assert.equal(stopped.transactionInfo.stoppedReason, "MasterPass");
  visit.energy = "over";
  // Steps 3 to 5.
  await evDisconnected(visit);
  await parkingBayUnoccupied(visit);
  await nothingMore(visit);
});
