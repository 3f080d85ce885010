import assert from "node:assert/strict";
import { assertReadOnly } from "./harness/read-only.ts";
import { arrived, energyTransferSuspended, nextEvent, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

// The stop points of the errata (2024-09), and those that the errata of 2025-04 still name. StopTxOnEVSideDisconnect is
// ReadOnly true, which the condition allows.
for (const stop of ["Authorized", "PowerPathClosed", "PowerPathClosed,Authorized"]) {
  Deno.test(`TC_E_17_CS Stop transaction options - Deauthorized - EV side disconnect (${stop})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, {
      stop,
      variables: { "AuthCtrlr.Enabled": "true", "AuthCtrlr.DisableRemoteAuthorization": "false" },
    });
    await assertReadOnly(station, "TxCtrlr.StopTxOnEVSideDisconnect", "true");
    await assertReadOnly(station, "OCPPCommCtrlr.UnlockOnEVSideDisconnect", "false");
    await energyTransferSuspended(visit);
    await station.evse(1).unplug();
    // Step 1.
    const ended = await nextEvent(visit);
    assert.equal(ended.triggerReason, "EVCommunicationLost");
    assert.equal(ended.transactionInfo.chargingState, "Idle");
    assert.equal(ended.transactionInfo.stoppedReason, "EVDisconnected");
    assert.equal(ended.eventType, "Ended");
    // Step 3: the cable is attached, so there is nothing to do on the station's side.
    const { payload: status } = await station.csms.expect("StatusNotification");
    assert.deepEqual([status.evseId, status.connectorId, status.connectorStatus], [1, 1, "Available"]);
    await nothingMore(visit);
  });
}
