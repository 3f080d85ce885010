import assert from "node:assert/strict";
import {
  arrived,
  energyTransferStarted,
  nextEvent,
  nothingMore,
  transactionIdOf,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_21_CS Stop transaction options - StopAuthorized - Remote", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { stop: "Authorized" });
  await energyTransferStarted(visit);
  // Steps 1 and 2.
  const transactionId = transactionIdOf(visit);
  const { status } = await station.csms.call("RequestStopTransaction", { transactionId });
  assert.equal(status, "Accepted");
  await station.pass(100);
  // Step 3.
  const ended = await nextEvent(visit);
  assert.equal(ended.triggerReason, "RemoteStop");
  assert.equal(ended.transactionInfo.stoppedReason, "Remote");
  assert.equal(ended.eventType, "Ended");
  await nothingMore(visit);
});
