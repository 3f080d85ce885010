import assert from "node:assert/strict";
import { startIso15118Station } from "./harness/certificates.ts";
import {
  arrived,
  assertOneOf,
  energyTransferSuspended,
  nextEvent,
  nothingMore,
} from "./harness/reusable-states.ts";

// StopTxOnEVSideDisconnect is ReadOnly true; the case applies because TxStopPoint is ReadWrite.
Deno.test(
  "TC_E_54_CS Stop transaction options - EVDisconnected - EV side (not able to charge IEC 61851-1 EV)",
  async () => {
    await using station = await startIso15118Station();
    const visit = await arrived(station, { stop: "EVConnected" });
    await energyTransferSuspended(visit);
    await station.evse(1).unplug();
    // Step 1.
    const ended = await nextEvent(visit);
    assert.equal(ended.triggerReason, "EVCommunicationLost");
    assert.equal(ended.transactionInfo.chargingState, "Idle");
    assertOneOf(ended.transactionInfo.stoppedReason, ["StoppedByEV", "EVDisconnected"]);
    assert.equal(ended.eventType, "Ended");
    await nothingMore(visit);
  },
);
