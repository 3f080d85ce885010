import assert from "node:assert/strict";
import {
  assertInterval,
  assertMeterValue,
  assertRises,
  MEASURANDS,
  OUT_OF_STEP_MS,
  valuesOfEnd,
  withContext,
} from "./harness/meter-values.ts";
import {
  arrived,
  energyTransferStarted,
  nothingMore,
  parkingBayUnoccupied,
} from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_J_10_CS Sampled Meter Values - EventType Ended", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: {
      "SampledDataCtrlr.TxEndedMeasurands": MEASURANDS,
      "SampledDataCtrlr.TxEndedInterval": "10",
      "AlignedDataCtrlr.TxEndedMeasurands": "",
    },
  });
  await station.pass(OUT_OF_STEP_MS);
  await energyTransferStarted(visit);
  await station.pass(35_000);
  // Step 1.
  await parkingBayUnoccupied(visit);
  await nothingMore(visit);
  // Post scenario validations; E06.FR.11.
  const values = valuesOfEnd(visit);
  const contexts = values.map(({ sampledValue }) => sampledValue[0]?.context);
  const samples = Array.from({ length: 4 }, () => "Sample.Periodic" as const);
  assert.deepEqual(contexts, ["Transaction.Begin", ...samples, "Transaction.End"]);
  assertRises(values.map((value, index) => assertMeterValue(value, contexts[index]!, MEASURANDS)));
  const moments = values.map(({ timestamp }) => timestamp);
  assertInterval(withContext(values, "Sample.Periodic").map(({ timestamp }) => timestamp), 10);
  // The first and last are those of the transaction; J02.FR.18.
  assert.equal(moments[0], visit.events[0]?.timestamp);
  assert.equal(moments.at(-1), visit.events.at(-1)?.timestamp);
});
