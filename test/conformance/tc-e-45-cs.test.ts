import assert from "node:assert/strict";
import {
  CACHE_VARIABLES,
  csmsSays,
  GROUP,
  idTokenCached,
  idTokenListed,
  VALID_TOKEN_2,
} from "./harness/known-tokens.ts";
import {
  arrived,
  backOnline,
  emptiedQueue,
  energyTransferStarted,
  goneOffline,
  QUEUEING_VARIABLES,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_45_CS Offline Behaviour - Stop transaction during offline period - Same GroupId", async () => {
  await using station = await startStation();
  const { csms } = station;
  const visit = await arrived(station, { variables: { ...QUEUEING_VARIABLES, ...CACHE_VARIABLES } });
  const ofGroup = { status: "Accepted", groupIdToken: GROUP } as const;
  await idTokenCached(visit, VALID_TOKEN_2, ofGroup);
  await idTokenListed(station, [[VALID_TOKEN_2, ofGroup]]);
  csmsSays(station, ofGroup);
  await energyTransferStarted(visit);
  // Step 1.
  await goneOffline(station);
  assert.equal(await station.everest.auth.swipe(VALID_TOKEN_2.idToken), "UsedToStop");
  await station.pass(100);
  await station.evse(1).unplug();
  await station.settle();
  // Steps 2 to 4.
  csms.hold("TransactionEvent");
  await backOnline(station);
  const queued = await emptiedQueue(station);
  assert(queued.length > 0);
  for (const event of queued) assert.equal(event.offline, true);
  const ended = queued.find(({ eventType }) => eventType === "Ended");
  assert.deepEqual(ended?.idToken, VALID_TOKEN_2);
  assert.equal(ended?.transactionInfo.stoppedReason, "Local");
});
