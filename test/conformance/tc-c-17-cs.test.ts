import assert from "node:assert/strict";
import { chargedOfflineThenRefused } from "./harness/offline-authorization.ts";
import { nextEvent, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_C_17_CS Authorization through authorization cache - StopTxOnInvalidId = false", async () => {
  await using station = await startStation();
  const { visit } = await chargedOfflineThenRefused(station, {
    "TxCtrlr.StopTxOnInvalidId": "false",
    "TxCtrlr.MaxEnergyOnInvalidId": "0",
  });
  await station.pass(100);
  // Steps 5 and 6.
  const suspended = await nextEvent(visit);
  assert.equal(suspended.triggerReason, "ChargingStateChanged");
  assert.equal(suspended.transactionInfo.chargingState, "SuspendedEVSE");
  assert.equal(suspended.eventType, "Updated");
  await nothingMore(visit);
  // Post scenario validation.
  const delivered = station.evse(1).meter.wattHours;
  await station.pass(60_000);
  assert.equal(station.evse(1).meter.wattHours, delivered);
});
