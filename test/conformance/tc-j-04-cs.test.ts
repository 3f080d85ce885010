import assert from "node:assert/strict";
import {
  assertInterval,
  assertMeterValue,
  assertSigned,
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

const MEASURANDS = "Energy.Active.Import.Register,Power.Active.Import";

for (const policy of ["Never", "OncePerTransaction", "EveryMeterValue"] as const) {
  Deno.test(`TC_J_04_CS Clock-aligned Meter Values - Signed (public key: ${policy})`, async () => {
    await using station = await startStation({ everest: { evses: 1, evse: { meterSigns: "readings" } } });
    const visit = await arrived(station, {
      variables: {
        "AlignedDataCtrlr.TxEndedMeasurands": MEASURANDS,
        "AlignedDataCtrlr.TxEndedInterval": "10",
        "AlignedDataCtrlr.SendDuringIdle": "false",
        "AlignedDataCtrlr.SignReadings": "true",
        "OCPPCommCtrlr.PublicKeyWithSignedMeterValue": policy,
      },
    });
    await station.pass(OUT_OF_STEP_MS);
    await energyTransferStarted(visit);
    await station.pass(35_000);
    // Step 1.
    await parkingBayUnoccupied(visit);
    await nothingMore(visit);
    // Post scenario validations; J01.FR.21.
    const values = withContext(valuesOfEnd(visit), "Sample.Clock");
    assert.equal(values.length, 4);
    for (const value of values) assertMeterValue(value, "Sample.Clock", MEASURANDS);
    assertInterval(values.map(({ timestamp }) => timestamp), 10);
    assertSigned(values, policy);
    // SampledDataCtrlr.SignReadings is a switch of its own: what it rules stays unsigned.
    const others = valuesOfEnd(visit).filter((value) => !values.includes(value));
    assert.deepEqual(others.map(({ sampledValue }) => sampledValue[0]?.context), [
      "Transaction.Begin",
      "Transaction.End",
    ]);
    assert(others.every(({ sampledValue }) => sampledValue.every((value) => !value.signedMeterValue)));
  });
}
