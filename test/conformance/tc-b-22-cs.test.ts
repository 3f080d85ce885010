import assert from "node:assert/strict";
import { assertBooted, assertNoReset, assertReset, restarted } from "./harness/reset.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_22_CS Reset Charging Station - With Ongoing Transaction - Immediate", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  // EVConnected alone: a reset stops the transaction whatever the stop points (B12.FR.04).
  const visit = await arrived(station, { stop: "EVConnected" });
  await energyTransferStarted(visit);
  // Steps 1 and 2.
  station.csms.hold("TransactionEvent");
  assert.equal((await station.csms.call("Reset", { type: "Immediate" })).status, "Accepted");
  await station.pass(500);
  // Steps 3 and 4.
  const event = await station.csms.expect("TransactionEvent");
  const { payload } = event;
  assert.equal(payload.eventType, "Ended");
  assert.equal(payload.triggerReason, "ResetCommand");
  assert.equal(payload.transactionInfo.chargingState, "EVConnected");
  assert.equal(payload.transactionInfo.stoppedReason, "ImmediateReset");
  assert.equal(payload.idToken, undefined);
  // Not before the CSMS has it.
  await station.pass(5000);
  assertNoReset(station);
  event.reply({});
  station.csms.answerAsUsual("TransactionEvent");
  await assertReset(station, { scheduled: false });
  // Steps 5 and 6.
  assert.equal((await restarted(station)).reason, "RemoteReset");
  // Steps 7 and 8.
  await assertBooted(station, { 1: "Occupied", 2: "Available" });
});
