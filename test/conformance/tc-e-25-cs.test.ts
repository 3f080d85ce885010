import assert from "node:assert/strict";
import { assertReadOnly } from "./harness/read-only.ts";
import {
  arrived,
  authorized,
  energyTransferSuspended,
  nextEvent,
  nothingMore,
  openTransaction,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const stop of ["EVConnected,Authorized", "EVConnected", "Authorized", "PowerPathClosed"]) {
  Deno.test(
    `TC_E_25_CS Disconnect cable on EV-side - Deauthorize transaction - UnlockOnEVSideDisconnect is false (${stop})`,
    async () => {
      await using station = await startStation();
      const visit = await arrived(station, { stop });
      await assertReadOnly(station, "TxCtrlr.StopTxOnEVSideDisconnect", "true");
      await assertReadOnly(station, "OCPPCommCtrlr.UnlockOnEVSideDisconnect", "false");
      await energyTransferSuspended(visit);
      await station.evse(1).unplug();
      // Step 1.
      const event = await nextEvent(visit);
      assert.equal(event.triggerReason, "EVCommunicationLost");
      assert.equal(event.transactionInfo.chargingState, "Idle");
      // Step 3: the cable is attached, so there is nothing to do on the station's side.
      const { payload: status } = await station.csms.expect("StatusNotification");
      assert.deepEqual([status.evseId, status.connectorId, status.connectorStatus], [1, 1, "Available"]);
      await nothingMore(visit);
      // E09.FR.01: the EV is back, and has to be authorized once again.
      assert.equal(openTransaction(visit), undefined);
      visit.authorized = "no";
      await station.evse(1).plugIn();
      visit.connected = true;
      await nothingMore(visit);
      await authorized(visit);
      assert.equal(visit.events.at(-1)?.eventType, "Started");
    },
  );
}
