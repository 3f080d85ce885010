import assert from "node:assert/strict";
import {
  arrived,
  authorized,
  evConnectedPreSession,
  nextEvent,
  nothingMore,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

// "TxStartPoint should not be EnergyTransfer."
for (const start of ["EVConnected", "Authorized", "PowerPathClosed"]) {
  Deno.test(`TC_E_38_CS Local start transaction - EV not ready (${start})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, { start });
    await authorized(visit);
    // Step 1.
    await evConnectedPreSession(visit);
    await nothingMore(visit);
    // The EV is in no hurry, and the EVSE says so after a while.
    await station.evse(1).pauseEv();
    // Step 2.
    const event = await nextEvent(visit);
    assert.equal(event.eventType, "Updated");
    assert.equal(event.triggerReason, "ChargingStateChanged");
    assert.equal(event.transactionInfo.chargingState, "SuspendedEV");
    await nothingMore(visit);
  });
}
