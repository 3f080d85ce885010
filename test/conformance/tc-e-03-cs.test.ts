import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_03_CS Local start transaction - Cable plugin first - Success", async () => {
  await using station = await startStation({
    variables: { "TxCtrlr.TxStartPoint": "PowerPathClosed" },
  });
  const { csms } = station;
  await csms.expect("BootNotification");
  await csms.expect("StatusNotification");

  // Reusable state EVConnectedPreSession.
  await station.evse(1).plugIn();
  const occupied = await csms.expect("StatusNotification");
  assert.equal(occupied.payload.connectorStatus, "Occupied");

  // Reusable state Authorized: AuthorizeRequest, then the transaction.
  const swipe = station.everest.auth.swipe("RFID0001");
  const authorize = await csms.expect("Authorize");
  assert.equal(authorize.payload.idToken.idToken, "RFID0001");
  assert.equal(await swipe, "UsedToStart");
  const started = await csms.expect("TransactionEvent");
  assert.equal(started.payload.eventType, "Started");
  assert.equal(started.payload.triggerReason, "Authorized");
  assert.equal(started.payload.idToken?.idToken, "RFID0001");
  assert.deepEqual(started.payload.evse, { id: 1, connectorId: 1 });

  // Reusable state EnergyTransferStarted.
  await station.evse(1).startCharging();
  const charging = await csms.expect("TransactionEvent");
  assert.equal(charging.payload.eventType, "Updated");
  assert.equal(charging.payload.triggerReason, "ChargingStateChanged");
  assert.equal(charging.payload.transactionInfo.chargingState, "Charging");
  assert.equal(charging.payload.seqNo, started.payload.seqNo + 1);
});
