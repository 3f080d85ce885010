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
  type Visit,
} from "./harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "./harness/station-under-test.ts";

const MEASURANDS = "Energy.Active.Import.Register,Power.Active.Import";

for (const policy of ["Never", "OncePerTransaction", "EveryMeterValue"] as const) {
  Deno.test(`TC_J_11_CS Sampled Meter Values - Signed (public key: ${policy})`, async () => {
    await using station = await startStation({ everest: { evses: 1, evse: { meterSigns: "readings" } } });
    const visit = await charged(station, policy);
    // Post scenario validations; J02.FR.21.
    const values = validValues(visit);
    assertSigned(values, policy);
  });
}

Deno.test("TC_J_11_CS Sampled Meter Values - Signed (by a meter that signs begin and end, at the end)", async () => {
  await using station = await startStation({ everest: { evses: 1, evse: { meterSigns: "transactions" } } });
  const visit = await charged(station, "EveryMeterValue");
  const values = validValues(visit);
  const signed = values.filter(({ sampledValue }) => sampledValue.some((value) => value.signedMeterValue));
  // SampledDataSignReadings: some meters sign these only.
  assert.deepEqual(signed, [values[0], values.at(-1)]);
  assertSigned(signed, "EveryMeterValue");
});

async function charged(station: StationUnderTest, policy: string): Promise<Visit> {
  const visit = await arrived(station, {
    variables: {
      // Nothing before the end shall use up the one public key of a transaction.
      "SampledDataCtrlr.TxStartedMeasurands": "",
      "SampledDataCtrlr.TxUpdatedInterval": "0",
      "SampledDataCtrlr.TxEndedMeasurands": MEASURANDS,
      "SampledDataCtrlr.TxEndedInterval": "10",
      "SampledDataCtrlr.SignReadings": "true",
      "OCPPCommCtrlr.PublicKeyWithSignedMeterValue": policy,
    },
  });
  await station.pass(OUT_OF_STEP_MS);
  await energyTransferStarted(visit);
  await station.pass(35_000);
  // Step 1.
  await parkingBayUnoccupied(visit);
  await nothingMore(visit);
  return visit;
}

function validValues(visit: Visit) {
  const values = valuesOfEnd(visit);
  const contexts = values.map(({ sampledValue }) => sampledValue[0]?.context);
  const samples = Array.from({ length: 4 }, () => "Sample.Periodic" as const);
  assert.deepEqual(contexts, ["Transaction.Begin", ...samples, "Transaction.End"]);
  values.forEach((value, index) => assertMeterValue(value, contexts[index]!, MEASURANDS));
  assertInterval(withContext(values, "Sample.Periodic").map(({ timestamp }) => timestamp), 10);
  return values;
}
