import assert from "node:assert/strict";
import {
  arrived,
  backOnline,
  emptiedQueue,
  energyTransferStarted,
  goneOffline,
  nothingMore,
  QUEUEING_VARIABLES,
  transactionIdOf,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_44_CS Offline Behaviour - Stop transaction during offline period", async () => {
  await using station = await startStation();
  const { csms, everest } = station;
  const visit = await arrived(station, { variables: QUEUEING_VARIABLES });
  await energyTransferStarted(visit);
  const transactionId = transactionIdOf(visit);
  // Step 1.
  await goneOffline(station);
  await station.pass(6000);
  // E08.FR.01: the token that started needs nobody's word.
  assert.equal(await everest.auth.swipe(VALID_TOKEN.idToken), "UsedToStop");
  await station.pass(1000);
  await station.evse(1).unplug();
  // Step 2.
  csms.hold("TransactionEvent");
  await backOnline(station);
  // Step 3.
  const queued = await emptiedQueue(station);
  for (const event of queued) {
    assert.equal(event.offline, true);
    assert.equal(event.transactionInfo.transactionId, transactionId);
  }
  const ended = queued.filter(({ eventType }) => eventType === "Ended");
  assert.equal(ended.length, 1);
  assert.equal(ended[0], queued.at(-1));
  assert.equal(ended[0]?.transactionInfo.stoppedReason, "Local");
  visit.events.push(...queued);
  await nothingMore(visit);
  assert.equal(csms.received("Authorize").length, 1);
});
