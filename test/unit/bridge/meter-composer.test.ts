import assert from "node:assert/strict";
import {
  completed,
  latestReading,
  type MeterInput,
  type MeterState,
  takeMeterInput,
} from "../../../src/bridge/meter-composer.ts";

const timestamp = "2026-11-22T06:53:33Z";
const powermeter = { timestamp, energy_Wh_import: { total: 5 } };

function after(...inputs: MeterInput[]) {
  const complaints: string[] = [];
  const arrival = { nowMs: 1, complain: (reason: string) => complaints.push(reason) };
  const state = inputs.reduce<MeterState>((known, input) => takeMeterInput(known, input, arrival), {});
  const values = latestReading(state)?.sampledValues.map((value) =>
    `${value.measurand}=${value.value} ${value.unitOfMeasure?.unit} at ${value.location}`
  );
  return { state, values, complaints };
}

const soc = (value: number): MeterInput => ({ kind: "evInfo", info: { soc: value } });
const limit = (amperes: number): MeterInput => ({
  kind: "limits",
  limits: { max_current: amperes, nr_of_phases_available: 3 },
});
const meter: MeterInput = { kind: "powermeter", powermeter };

Deno.test("there is no reading before the meter has spoken", () => {
  assert.equal(after(soc(50), limit(16)).values, undefined);
});

Deno.test("a reading is completed with the offered current and the state of charge, whatever came first", () => {
  const expected = [
    "Energy.Active.Import.Register=5 Wh at Outlet",
    "Current.Offered=16 A at Outlet",
    "SoC=50.5 Percent at EV",
  ];
  assert.deepEqual(after(soc(50.5), limit(16), meter).values, expected);
  assert.deepEqual(after(meter, limit(16), soc(50.5)).values, expected);
});

Deno.test("the end of the session takes the state of charge with it, not the limit", () => {
  assert.deepEqual(after(meter, soc(50), limit(6), { kind: "sessionFinished" }).values, [
    "Energy.Active.Import.Register=5 Wh at Outlet",
    "Current.Offered=6 A at Outlet",
  ]);
});

Deno.test("while discharging no current is offered", () => {
  assert.equal(after(meter, limit(-16)).values?.[1], "Current.Offered=0 A at Outlet");
});

Deno.test("news of the EV without a state of charge keep the known one, an impossible one is ignored", () => {
  assert.equal(after(meter, soc(50), { kind: "evInfo", info: {} }).state.socPercent, 50);
  const impossible = after(meter, soc(50), soc(101), soc(-1));
  assert.equal(impossible.state.socPercent, 50);
  assert.equal(impossible.complaints.length, 2);
});

Deno.test("the meter's signature and published key go with its next reading", () => {
  const signed_meter_value = { signed_meter_data: "d", signing_method: "s", encoding_method: "e" };
  const { state } = after({ kind: "publicKey", publicKey: "key" }, {
    kind: "powermeter",
    powermeter: { ...powermeter, signed_meter_value },
  });
  assert.deepEqual(latestReading(state)?.sampledValues[0]?.signedMeterValue, {
    signedMeterData: "d",
    signingMethod: "s",
    encodingMethod: "e",
    publicKey: "key",
  });
});

Deno.test("a reading of a session event is completed the same way", () => {
  const { state } = after(soc(80));
  const reading = completed(state, { timestampMs: 3, sampledValues: [] });
  assert.deepEqual(reading.sampledValues.map((value) => value.measurand), ["SoC"]);
});

Deno.test("what a CSMS can select in the shipped device model are the measurands that a reading can have (J01.FR.14)", async () => {
  const phases = { total: 1, L1: 1, DC: 1 };
  const everything: MeterInput = {
    kind: "powermeter",
    powermeter: {
      timestamp,
      energy_Wh_import: { total: 1 },
      energy_Wh_export: { total: 1 },
      power_W: phases,
      VAR: phases,
      current_A: phases,
      voltage_V: phases,
      frequency_Hz: phases,
    },
  };
  const { sampledValues } = latestReading(after(soc(50), limit(16), everything).state)!;
  const measured = [...new Set(sampledValues.map(({ measurand }) => measurand))].toSorted().join();
  const standardized = new URL("../../../device-model/standardized/", import.meta.url);
  const lists: string[] = [];
  for (const name of ["SampledDataCtrlr", "AlignedDataCtrlr"]) {
    const { properties } = JSON.parse(await Deno.readTextFile(new URL(`${name}.json`, standardized)));
    for (
      const [key, { characteristics }] of Object.entries<Record<string, Record<string, unknown>>>(properties)
    ) {
      if (key.endsWith("Measurands")) lists.push(String(characteristics?.["valuesList"]));
    }
  }
  const withIntervals = [
    ...measured.split(","),
    "Energy.Active.Export.Interval",
    "Energy.Active.Import.Interval",
  ].toSorted().join();
  // No interval has passed at the start of a transaction.
  assert.deepEqual(lists, [measured, ...Array.from({ length: 4 }, () => withIntervals)]);
});
