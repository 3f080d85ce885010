import assert from "node:assert/strict";
import { readMeteringSettings } from "../../../../src/station/metering/metering-settings.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const read = (variables: Readonly<Record<string, string>>) =>
  readMeteringSettings(new FakeDeviceModel(variables));

Deno.test("every stream has its measurands and interval; a controller that is off has none", () => {
  const variables = {
    "SampledDataCtrlr.TxStartedMeasurands": "SoC",
    "SampledDataCtrlr.TxUpdatedMeasurands": "Voltage",
    "SampledDataCtrlr.TxEndedMeasurands": "Frequency",
    "SampledDataCtrlr.TxUpdatedInterval": "10",
    "SampledDataCtrlr.TxEndedInterval": "20",
    "AlignedDataCtrlr.Measurands": "Current.Offered",
    "AlignedDataCtrlr.TxEndedMeasurands": "Current.Import",
    "AlignedDataCtrlr.Interval": "900",
    "AlignedDataCtrlr.TxEndedInterval": "1800",
  };
  const summary = (variables: Readonly<Record<string, string>>) => {
    const settings = read(variables);
    const { started, updated, ended, aligned, alignedEnded } = settings;
    return [
      [started, updated, ended, aligned, alignedEnded].map(({ measurands }) => measurands.join()).join(" "),
      settings.updatedIntervalSeconds,
      settings.endedIntervalSeconds,
      settings.alignedIntervalSeconds,
      settings.alignedEndedIntervalSeconds,
    ];
  };
  const all = "SoC Voltage Frequency Current.Offered Current.Import";
  assert.deepEqual(summary(variables), [all, 10, 20, 900, 1800]);
  assert.deepEqual(summary({ ...variables, "SampledDataCtrlr.Enabled": "true" }), [all, 10, 20, 900, 1800]);
  for (const variable of ["Available", "Enabled"]) {
    assert.deepEqual(summary({ ...variables, [`SampledDataCtrlr.${variable}`]: "false" }), [
      "   Current.Offered Current.Import",
      0,
      0,
      900,
      1800,
    ]);
    assert.deepEqual(summary({ ...variables, [`AlignedDataCtrlr.${variable}`]: "false" }), [
      "SoC Voltage Frequency  ",
      10,
      20,
      0,
      0,
    ]);
  }
  assert.deepEqual(summary({}), ["    ", 0, 0, 0, 0]);
  assert.equal(read({ "SampledDataCtrlr.TxUpdatedInterval": "-1" }).updatedIntervalSeconds, 0);
});

Deno.test("signatures are kept where SignReadings of the stream's controller is true", () => {
  const kept = (variables: Readonly<Record<string, string>>) => {
    const { started, updated, ended, aligned, alignedEnded } = read(variables);
    return [started, updated, ended, aligned, alignedEnded].map(({ signatures }) => signatures).join();
  };
  assert.equal(kept({}), "strip,strip,strip,strip,strip");
  assert.equal(kept({ "SampledDataCtrlr.SignReadings": "true" }), "keep,keep,keep,strip,strip");
  assert.equal(kept({ "AlignedDataCtrlr.SignReadings": "true" }), "strip,strip,strip,keep,keep");
  assert.equal(kept({ "SampledDataCtrlr.SignReadings": "false" }), "strip,strip,strip,strip,strip");
});

Deno.test("RegisterValuesWithoutPhases counts for all streams", () => {
  const registers = (variables: Readonly<Record<string, string>>) => {
    const { started, updated, ended, aligned, alignedEnded } = read(variables);
    return new Set([started, updated, ended, aligned, alignedEnded].map((each) => each.registerValues));
  };
  const variable = "SampledDataCtrlr.RegisterValuesWithoutPhases";
  assert.deepEqual(registers({}), new Set(["everyPhase"]));
  assert.deepEqual(registers({ [variable]: "false" }), new Set(["everyPhase"]));
  assert.deepEqual(registers({ [variable]: "true" }), new Set(["totalOnly"]));
});

Deno.test("the public key goes along as configured; without a word of it, always", () => {
  const policy = (text?: string) =>
    read(text === undefined ? {} : { "OCPPCommCtrlr.PublicKeyWithSignedMeterValue": text }).publicKeys;
  assert.deepEqual(["Never", "OncePerTransaction", "EveryMeterValue"].map(policy), [
    "Never",
    "OncePerTransaction",
    "EveryMeterValue",
  ]);
  assert.equal(policy(), "EveryMeterValue");
});
