import assert from "node:assert/strict";
import {
  assertInterval,
  assertMeterValue,
  assertRises,
  MEASURANDS,
  OUT_OF_STEP_MS,
  valuesOfEnd,
} from "./harness/meter-values.ts";
import {
  arrived,
  energyTransferStarted,
  nothingMore,
  parkingBayUnoccupied,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_J_03_CS Clock-aligned Meter Values - EventType Ended", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: {
      "AlignedDataCtrlr.TxEndedMeasurands": MEASURANDS,
      "AlignedDataCtrlr.TxEndedInterval": "10",
      "SampledDataCtrlr.TxEndedMeasurands": "",
      "AlignedDataCtrlr.SendDuringIdle": "false",
    },
  });
  await station.pass(OUT_OF_STEP_MS);
  await energyTransferStarted(visit);
  await station.pass(35_000);
  // Step 1.
  await parkingBayUnoccupied(visit);
  await nothingMore(visit);
  // Post scenario validations.
  const values = valuesOfEnd(visit);
  assertRises(values.map((value) => assertMeterValue(value, "Sample.Clock", MEASURANDS)));
  const moments = assertInterval(values.map(({ timestamp }) => timestamp), 10);
  assert.equal(moments.length, values.length);
  for (const moment of moments) assert.equal(Date.parse(moment) % 10_000, 0);
  // One for each that passed, stopping included.
  assert.equal(moments.length, 4);
});
