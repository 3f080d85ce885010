import assert from "node:assert/strict";
import {
  assertInterval,
  assertMeterValue,
  assertRises,
  MEASURANDS,
  meterEvents,
  OUT_OF_STEP_MS,
} from "./harness/meter-values.ts";
import { arrived, energyTransferStarted, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_J_02_CS Clock-aligned Meter Values - Transaction ongoing", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const visit = await arrived(station, {
    variables: {
      "AlignedDataCtrlr.Measurands": MEASURANDS,
      "AlignedDataCtrlr.Interval": "30",
      "AlignedDataCtrlr.SendDuringIdle": "false",
      // Errata 2025-02.
      "SampledDataCtrlr.RegisterValuesWithoutPhases": "false",
    },
  });
  await station.pass(OUT_OF_STEP_MS);
  await energyTransferStarted(visit);
  await station.pass(90_000);
  await nothingMore(visit);
  // Step 1: what is idle (J01.FR.14).
  const requests = station.csms.received("MeterValues");
  for (const { evseId, meterValue } of requests) {
    assert.equal(evseId, 2);
    for (const value of meterValue) assertMeterValue(value, "Sample.Clock", MEASURANDS);
  }
  // Step 3: the EVSE with the transaction (J01.FR.22).
  const events = meterEvents(station, "MeterValueClock");
  const registers = events.map(({ eventType, timestamp, meterValue }) => {
    assert.equal(eventType, "Updated");
    assert.equal(meterValue?.length, 1);
    // J02.FR.10, J02.FR.22.
    assert.equal(meterValue[0]!.timestamp, timestamp);
    return assertMeterValue(meterValue[0]!, "Sample.Clock", MEASURANDS);
  });
  assertRises(registers);
  // Post scenario validations.
  const moments = assertInterval(events.map(({ timestamp }) => timestamp), 30);
  assert.equal(moments.length, 3);
  const outside = requests.flatMap(({ meterValue }) => meterValue.map(({ timestamp }) => timestamp));
  assert.deepEqual(assertInterval(outside, 30), moments);
});
