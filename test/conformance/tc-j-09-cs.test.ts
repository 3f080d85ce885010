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

const WITH_SOC = `${MEASURANDS},SoC`;

Deno.test("TC_J_09_CS Sampled Meter Values - EventType Updated", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  const visit = await arrived(station, {
    variables: {
      "SampledDataCtrlr.TxUpdatedMeasurands": WITH_SOC,
      "SampledDataCtrlr.TxUpdatedInterval": "10",
    },
  });
  await station.pass(OUT_OF_STEP_MS);
  await energyTransferStarted(visit);
  await station.evse(1).evInfo({ soc: 42 });
  await station.pass(45_000);
  await nothingMore(visit);
  // Step 1; J02.FR.11, J02.FR.14.
  const events = meterEvents(station, "MeterValuePeriodic");
  const registers = events.map(({ eventType, timestamp, meterValue }) => {
    assert.equal(eventType, "Updated");
    assert.equal(meterValue?.length, 1);
    // J02.FR.10.
    const ageMs = Date.parse(timestamp) - Date.parse(meterValue[0]!.timestamp);
    assert(ageMs >= 0 && ageMs < 10_000, `${ageMs} ms old`);
    return assertMeterValue(meterValue[0]!, "Sample.Periodic", WITH_SOC);
  });
  assertRises(registers);
  // Post scenario validations.
  const moments = assertInterval(events.map(({ timestamp }) => timestamp), 10);
  assert.equal(moments.length, 4);
  // J02.FR.22: none of the other EVSE, and none outside of the transaction.
  assert.deepEqual(station.csms.received("MeterValues"), []);
});
