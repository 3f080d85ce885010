import assert from "node:assert/strict";
import {
  arrived,
  energyTransferStarted,
  nextEvent,
  nothingMore,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_15_CS Stop transaction options - StopAuthorized - Local", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { stop: "Authorized" });
  await energyTransferStarted(visit);
  await station.pass(5000);
  assert.equal(await station.everest.auth.swipe(VALID_TOKEN.idToken), "UsedToStop");
  await station.pass(100);
  // Step 1.
  const ended = await nextEvent(visit);
  assert.equal(ended.triggerReason, "StopAuthorized");
  assert.equal(ended.transactionInfo.stoppedReason, "Local");
  assert.equal(ended.eventType, "Ended");
  await nothingMore(visit);
});
