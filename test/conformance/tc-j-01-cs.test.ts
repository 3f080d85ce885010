import assert from "node:assert/strict";
import { assertInterval, assertMeterValue, MEASURANDS, OUT_OF_STEP_MS } from "./harness/meter-values.ts";
import { booted, configured } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_J_01_CS Clock-aligned Meter Values - No transaction ongoing", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  await configured(station, { "AlignedDataCtrlr.Measurands": MEASURANDS, "AlignedDataCtrlr.Interval": "30" });
  await station.pass(OUT_OF_STEP_MS);
  await station.pass(90_000);
  const requests = station.csms.received("MeterValues");
  // Step 1.
  for (const { meterValue } of requests) {
    for (const value of meterValue) assertMeterValue(value, "Sample.Clock", MEASURANDS);
  }
  // Post scenario validation: the moments of the clock, at each of which every EVSE says the same (J01.FR.14).
  const moments = assertInterval(
    requests.flatMap(({ meterValue }) => meterValue.map((v) => v.timestamp)),
    30,
  );
  // J01.FR.02, J01.FR.15, J01.FR.17: one request for each, with one timestamp.
  assert.deepEqual(
    requests.map(({ evseId, meterValue }) => [evseId, meterValue.map(({ timestamp }) => timestamp)]),
    moments.flatMap((moment) => [[1, [moment]], [2, [moment]]]),
  );
  assert.deepEqual(moments.map((moment) => moment.slice(14)), ["00:30.000Z", "01:00.000Z", "01:30.000Z"]);
});
