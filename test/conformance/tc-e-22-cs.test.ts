import assert from "node:assert/strict";
import { arrived, energyTransferStarted, nextEvent, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_22_CS Stop transaction options - EnergyTransfer stopped - SuspendedEV", async () => {
  await using station = await startStation();
  const visit = await arrived(station, { stop: "EnergyTransfer" });
  await energyTransferStarted(visit);
  await station.evse(1).pauseEv();
  // Step 1: what ends with the energy transfer leaves a connected EV (errata 2025-02).
  const ended = await nextEvent(visit);
  assert.equal(ended.triggerReason, "ChargingStateChanged");
  assert.equal(ended.transactionInfo.chargingState, "EVConnected");
  assert.equal(ended.transactionInfo.stoppedReason, "StoppedByEV");
  assert.equal(ended.eventType, "Ended");
  await nothingMore(visit);
});
