import assert from "node:assert/strict";
import { assertMeterValue, MEASURANDS, WRONG_LISTS } from "./harness/meter-values.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_14_CS Trigger message - TransactionEvent - All EVSE", async () => {
  await using station = await startStation({
    everest: { evses: 2 },
    variables: { ...WRONG_LISTS, "SampledDataCtrlr.TxUpdatedMeasurands": MEASURANDS },
  });
  const { csms } = station;
  for (let connector = 0; connector < 2; connector++) await csms.expect("StatusNotification");
  // Reusable state EnergyTransferStarted, for all EVSEs.
  const transactions: string[] = [];
  for (const id of [1, 2]) {
    await station.evse(id).plugIn();
    await station.everest.auth.swipe(`RFID000${id}`);
    await station.evse(id).startCharging();
    const charging = await csms.expect(
      "TransactionEvent",
      ({ transactionInfo }) =>
        transactionInfo.chargingState === "Charging" && !transactions.includes(transactionInfo.transactionId),
    );
    transactions.push(charging.payload.transactionInfo.transactionId);
  }
  // Steps 1, 2.
  assert.equal(
    (await csms.call("TriggerMessage", { requestedMessage: "TransactionEvent" })).status,
    "Accepted",
  );
  // Steps 3, 4, for every EVSE.
  for (const transactionId of transactions) {
    const { payload } = await csms.expect(
      "TransactionEvent",
      ({ triggerReason, transactionInfo }) =>
        triggerReason === "Trigger" && transactionInfo.transactionId === transactionId,
    );
    assert.equal(payload.transactionInfo.chargingState, "Charging");
    // F06.FR.07
    assert.equal(payload.meterValue?.length, 1);
    assertMeterValue(payload.meterValue[0]!, "Trigger", MEASURANDS);
  }
});
