import assert from "node:assert/strict";
import { assertReported } from "./harness/availability.ts";
import { assertBooted, assertNoReset, assertReset, restarted } from "./harness/reset.ts";
import { arrived, energyTransferStarted, evDisconnected } from "./harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "./harness/station-under-test.ts";

Deno.test("TC_B_41_CS Reset Charging Station - With multiple ongoing transactions - OnIdle", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const { csms } = station;
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  await secondVisitor(station);
  // Steps 1 and 2.
  assert.equal((await csms.call("Reset", { type: "OnIdle" })).status, "Scheduled");
  // Steps 3 to 6: the other transaction goes on.
  await evDisconnected(visit);
  await station.pass(1000);
  assertNoReset(station);
  // Nobody new is let in where it became free.
  await assertReported(station, "Unavailable", [1]);
  // Steps 7 and 8.
  assert.equal(await station.everest.auth.swipe("RFID0002"), "UsedToStop");
  await station.pass(100);
  const { payload: ended } = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
  assert.equal(ended.transactionInfo.stoppedReason, "Local");
  await assertReset(station, { scheduled: true });
  // Steps 11 and 12.
  assert.equal((await restarted(station)).reason, "ScheduledReset");
  // Steps 13 and 14: at EVSE 2 the transaction was stopped while the cable was in.
  await assertBooted(station, { 1: "Available", 2: "Occupied" });
});

/** EnergyTransferStarted at EVSE 2. */
async function secondVisitor(station: StationUnderTest): Promise<void> {
  await station.evse(2).plugIn();
  await assertReported(station, "Occupied", [2]);
  assert.equal(await station.everest.auth.swipe("RFID0002"), "UsedToStart");
  await station.csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
  await station.settle();
  await station.evse(2).startCharging();
  await station.csms.expect("TransactionEvent", ({ eventType }) => eventType === "Updated");
}
