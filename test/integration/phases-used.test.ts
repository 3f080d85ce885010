import assert from "node:assert/strict";
import { arrived, queueEmptied } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("the phases that are used are told as soon as the meter shows them (E02.FR.18)", async () => {
  await using station = await startStation();
  await arrived(station, {});
  await station.evse(1).plugIn();
  await station.everest.auth.swipe("RFID0001");
  await station.evse(1).startCharging();
  await station.pass(60_000);
  await queueEmptied(station);
  assert.deepEqual(
    station.csms.received("TransactionEvent").map(({ triggerReason, numberOfPhasesUsed }) => [
      triggerReason,
      numberOfPhasesUsed,
    ]),
    [["Authorized", undefined], ["ChargingStateChanged", undefined], ["MeterValuePeriodic", 3]],
  );
});

Deno.test("without periodic values the next event tells the phases that were used (E02.FR.18)", async () => {
  await using station = await startStation({
    everest: { evse: { stopDelayMs: 100, meterIntervalMs: 1000 } },
  });
  const variables = { "SampledDataCtrlr.TxUpdatedInterval": "0", "AlignedDataCtrlr.Interval": "0" };
  await arrived(station, { variables });
  await station.evse(1).plugIn();
  await station.everest.auth.swipe("RFID0001");
  await station.evse(1).startCharging();
  await station.pass(60_000);
  await station.everest.auth.swipe("RFID0001");
  await station.pass(5_000);
  await queueEmptied(station);
  const told = station.csms.received("TransactionEvent").map((event) => [
    event.transactionInfo.chargingState,
    event.numberOfPhasesUsed,
  ]);
  assert.deepEqual(told, [["EVConnected", undefined], ["Charging", undefined], ["EVConnected", 3]]);
});
