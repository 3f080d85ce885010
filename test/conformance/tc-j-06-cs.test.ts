import assert from "node:assert/strict";
import { assertInterval, assertMeterValue, MEASURANDS, OUT_OF_STEP_MS } from "./harness/meter-values.ts";
import {
  arrived,
  energyTransferStarted,
  nothingMore,
  parkingBayUnoccupied,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_J_06_CS Clock-aligned Meter Values - No Meter Values during transaction", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const { csms } = station;
  const visit = await arrived(station, {
    variables: {
      "AlignedDataCtrlr.Measurands": MEASURANDS,
      "AlignedDataCtrlr.Interval": "30",
      "AlignedDataCtrlr.SendDuringIdle": "true",
      // What belongs to the transaction itself is no matter of the case.
      "SampledDataCtrlr.TxStartedMeasurands": "",
      "SampledDataCtrlr.TxUpdatedMeasurands": "",
      "SampledDataCtrlr.TxEndedMeasurands": "",
    },
  });
  await station.pass(OUT_OF_STEP_MS);
  await station.pass(60_000);
  // Step 1.
  const before = csms.received("MeterValues");
  // Step 3.
  await energyTransferStarted(visit);
  // Step 4: nothing, of the other EVSE as little (J01.FR.20).
  await station.pass(35_000);
  assert.equal(csms.received("MeterValues").length, before.length);
  // Step 6.
  await parkingBayUnoccupied(visit);
  assert.equal(csms.received("MeterValues").length, before.length);
  await nothingMore(visit);
  for (const { meterValue } of csms.received("TransactionEvent")) assert.equal(meterValue, undefined);
  await station.pass(60_000);
  // Step 7.
  const after = csms.received("MeterValues").slice(before.length);
  for (const requests of [before, after]) {
    for (const { meterValue } of requests) {
      for (const value of meterValue) assertMeterValue(value, "Sample.Clock", MEASURANDS);
    }
    // Post scenario validation.
    const moments = assertInterval(
      requests.flatMap(({ meterValue }) => meterValue.map((v) => v.timestamp)),
      30,
    );
    assert.deepEqual(requests.map(({ evseId }) => evseId), moments.flatMap(() => [1, 2]));
  }
});
