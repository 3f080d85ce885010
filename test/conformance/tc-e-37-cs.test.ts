import assert from "node:assert/strict";
import {
  arrived,
  assertOneOf,
  energyTransferSuspended,
  nextEvent,
  nothingMore,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

// StopTxOnEVSideDisconnect is ReadOnly, and then the case leaves it as it is.
Deno.test("TC_E_37_CS Stop transaction options - PowerPathClosed - EV side disconnect", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { stop: "PowerPathClosed" });
  await energyTransferSuspended(visit);
  await station.evse(1).unplug();
  // Step 1.
  const ended = await nextEvent(visit);
  assert.equal(ended.triggerReason, "EVCommunicationLost");
  assert.equal(ended.transactionInfo.chargingState, "Idle");
  assertOneOf(ended.transactionInfo.stoppedReason, ["EVDisconnected", "StoppedByEV"]);
  assert.equal(ended.eventType, "Ended");
  await nothingMore(visit);
});
