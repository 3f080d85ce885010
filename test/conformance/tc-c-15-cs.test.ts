import assert from "node:assert/strict";
import { chargedOfflineThenRefused } from "./harness/offline-authorization.ts";
import { nextEvent, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const MAX_ENERGY_WH = 10_000;

Deno.test("TC_C_15_CS Authorization through authorization cache - StopTxOnInvalidId = false, MaxEnergyOnInvalidId > 0", async () => {
  await using station = await startStation({ everest: { evse: { meterIntervalMs: 60_000 } } });
  const { visit } = await chargedOfflineThenRefused(station, {
    "TxCtrlr.StopTxOnInvalidId": "false",
    "TxCtrlr.MaxEnergyOnInvalidId": `${MAX_ENERGY_WH}`,
  });
  const { meter } = station.evse(1);
  // Tool validations: no message Deauthorized or SuspendedEVSE.
  await nothingMore(visit);
  while (meter.wattHours < MAX_ENERGY_WH * 0.9) await station.pass(60_000);
  await nothingMore(visit);
  // Post scenario validation: no more than MaxEnergyOnInvalidId, as far as the meter's interval allows.
  while (meter.wattHours < MAX_ENERGY_WH) await station.pass(60_000);
  await station.pass(60_000);
  const suspended = await nextEvent(visit);
  assert.equal(suspended.triggerReason, "ChargingStateChanged");
  assert.equal(suspended.transactionInfo.chargingState, "SuspendedEVSE");
  assert.equal(suspended.eventType, "Updated");
  const delivered = meter.wattHours;
  await station.pass(600_000);
  assert.equal(meter.wattHours, delivered);
});
