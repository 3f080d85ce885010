import assert from "node:assert/strict";
import { assertMeterValue, MEASURANDS, WRONG_LISTS } from "./harness/meter-values.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_F_13_CS Trigger message - TransactionEvent - Specific EVSE", async () => {
  await using station = await startStation({
    everest: { evses: 2 },
    variables: { ...WRONG_LISTS, "SampledDataCtrlr.TxUpdatedMeasurands": MEASURANDS },
  });
  const { csms } = station;
  for (let connector = 0; connector < 2; connector++) await csms.expect("StatusNotification");
  // Reusable state EnergyTransferStarted.
  await station.evse(1).plugIn();
  await station.everest.auth.swipe("RFID0001");
  await station.evse(1).startCharging();
  await csms.expect(
    "TransactionEvent",
    ({ transactionInfo }) => transactionInfo.chargingState === "Charging",
  );
  // Steps 1, 2.
  const request = { requestedMessage: "TransactionEvent", evse: { id: 1 } } as const;
  assert.equal((await csms.call("TriggerMessage", request)).status, "Accepted");
  // Steps 3, 4.
  const { payload } = await csms.expect(
    "TransactionEvent",
    ({ triggerReason }) => triggerReason === "Trigger",
  );
  assert.ok(payload.evse === undefined || payload.evse.id === 1);
  assert.equal(payload.transactionInfo.chargingState, "Charging");
  // F06.FR.07
  assert.equal(payload.meterValue?.length, 1);
  assertMeterValue(payload.meterValue[0]!, "Trigger", MEASURANDS);
  // An EVSE without a transaction has none to tell of.
  const idle = await csms.call("TriggerMessage", { requestedMessage: "TransactionEvent", evse: { id: 2 } });
  assert.equal(idle.status, "Rejected");
});
