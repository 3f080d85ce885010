import assert from "node:assert/strict";
import { arrived, energyTransferSuspended, nextEvent, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

// StopTxOnEVSideDisconnect is ReadOnly true; the case applies because TxStopPoint is ReadWrite.
Deno.test(
  "TC_E_20_CS Stop transaction options - EVDisconnected - EV side (able to charge IEC 61851-1 EV)",
  async () => {
    await using station = await startStation();
    const visit = await arrived(station, { stop: "EVConnected" });
    await energyTransferSuspended(visit);
    await station.evse(1).unplug();
    // Step 1.
    const ended = await nextEvent(visit);
    assert.equal(ended.triggerReason, "EVCommunicationLost");
    assert.equal(ended.transactionInfo.chargingState, "Idle");
    assert.equal(ended.transactionInfo.stoppedReason, "EVDisconnected");
    assert.equal(ended.eventType, "Ended");
    await nothingMore(visit);
  },
);
