import assert from "node:assert/strict";
import type { Powermeter } from "../../../src/everest/interfaces/types/powermeter.ts";
import type { SampledValueType } from "../../../src/ocpp/messages.ts";
import { decimalFromFloat32 } from "../../../src/bridge/float32.ts";
import { type ReadingExtras, toMeterReading } from "../../../src/bridge/powermeter.ts";

const timestamp = "2026-11-22T06:53:33Z";

function read(powermeter: Partial<Powermeter>, extras: ReadingExtras = {}) {
  const complaints: string[] = [];
  const reading = toMeterReading(
    { timestamp, energy_Wh_import: { total: 0 }, ...powermeter },
    { nowMs: 1, complain: (reason) => complaints.push(reason) },
    extras,
  );
  return { reading, complaints };
}

/** `Measurand/phase=value unit`, for short expectations. */
function brief(value: SampledValueType): string {
  const phase = value.phase ? `/${value.phase}` : "";
  const signed = value.signedMeterValue ? ` signed ${value.signedMeterValue.signedMeterData}` : "";
  return `${value.measurand}${phase}=${value.value} ${value.unitOfMeasure?.unit}${signed}`;
}

function briefs(powermeter: Partial<Powermeter>, extras?: ReadingExtras): string[] {
  return read(powermeter, extras).reading.sampledValues.map(brief);
}

const sign = (data: string, publicKey?: string) => ({
  signed_meter_data: data,
  signing_method: "ECDSA",
  encoding_method: "OCMF",
  ...(publicKey === undefined ? {} : { public_key: publicKey }),
});

Deno.test("every quantity of the meter becomes its measurand with unit and phase, in a fixed order", () => {
  const { reading, complaints } = read({
    energy_Wh_import: { total: 10, L1: 1, L2: 2, L3: 3 },
    power_W: { total: 60, L1: 10, L2: 20, L3: 30 },
    VAR: { total: 6, L1: 1 },
    current_A: { L1: 16, L2: 15, L3: 14, N: 1, DC: 5 },
    voltage_V: { L1: 230, L2: 231, L3: 232, DC: 400 },
    frequency_Hz: { L1: 50, L2: 50, L3: 50 },
  });
  assert.deepEqual(reading.sampledValues.map(brief), [
    "Energy.Active.Import.Register=10 Wh",
    "Energy.Active.Import.Register/L1=1 Wh",
    "Energy.Active.Import.Register/L2=2 Wh",
    "Energy.Active.Import.Register/L3=3 Wh",
    "Power.Active.Import=60 W",
    "Power.Active.Export=0 W",
    "Power.Active.Import/L1=10 W",
    "Power.Active.Export/L1=0 W",
    "Power.Active.Import/L2=20 W",
    "Power.Active.Export/L2=0 W",
    "Power.Active.Import/L3=30 W",
    "Power.Active.Export/L3=0 W",
    "Power.Reactive.Import=6 var",
    "Power.Reactive.Export=0 var",
    "Power.Reactive.Import/L1=1 var",
    "Power.Reactive.Export/L1=0 var",
    "Current.Import/L1=16 A",
    "Current.Import/L2=15 A",
    "Current.Import/L3=14 A",
    "Current.Import=5 A",
    "Current.Export=0 A",
    "Current.Import/N=1 A",
    "Voltage/L1-N=230 V",
    "Voltage/L2-N=231 V",
    "Voltage/L3-N=232 V",
    "Voltage=400 V",
    "Frequency=50 Hz",
  ]);
  assert.deepEqual(reading.sampledValues[0], {
    value: 10,
    measurand: "Energy.Active.Import.Register",
    location: "Outlet",
    unitOfMeasure: { unit: "Wh" },
  });
  assert.equal(reading.timestampMs, Date.parse(timestamp));
  assert.deepEqual(complaints, []);
});

const TOTAL = { total: "", L1: "/L1", L2: "/L2", L3: "/L3" };
const SIGNED = [
  ["energy_Wh_import", "Energy.Active.Import.Register", "Wh", TOTAL],
  ["energy_Wh_export", "Energy.Active.Export.Register", "Wh", TOTAL],
  ["power_W", "Power.Active.Import", "W", TOTAL],
  ["VAR", "Power.Reactive.Import", "var", TOTAL],
  ["current_A", "Current.Import", "A", { L1: "/L1", L2: "/L2", L3: "/L3", DC: "", N: "/N" }],
  ["voltage_V", "Voltage", "V", { L1: "/L1-N", L2: "/L2-N", L3: "/L3-N", DC: "" }],
  ["frequency_Hz", "Frequency", "Hz", { L1: "" }],
] as const;
for (const [field, measurand, unit, phases] of SIGNED) {
  for (const [key, phase] of Object.entries(phases)) {
    Deno.test(`${field}.${key} and its signature are one ${measurand} of phase "${phase.slice(1)}"`, () => {
      const found = briefs({ [field]: { [key]: 5 }, [`${field}_signed`]: { [key]: sign("data") } });
      assert.ok(found.includes(`${measurand}${phase}=5 ${unit} signed data`), found.join());
      assert.equal(found.filter((text) => text.includes("=5 ")).length, 1);
    });
  }
}

Deno.test("power that flows back becomes a positive export", () => {
  assert.deepEqual(briefs({ power_W: { total: -5000, L1: 100 } }).slice(1), [
    "Power.Active.Import=0 W",
    "Power.Active.Export=5000 W",
    "Power.Active.Import/L1=100 W",
    "Power.Active.Export/L1=0 W",
  ]);
  assert.deepEqual(briefs({ current_A: { DC: -12.5 } }).slice(1), [
    "Current.Import=0 A",
    "Current.Export=12.5 A",
  ]);
  assert.deepEqual(briefs({ VAR: { total: -3 } }).slice(1), [
    "Power.Reactive.Import=0 var",
    "Power.Reactive.Export=3 var",
  ]);
});

Deno.test("a meter without a register of exported energy gives both directions too; alternating current has none", () => {
  assert.deepEqual(
    briefs({ power_W: { total: 5 }, VAR: { total: 2 }, current_A: { L1: 1, N: 0, DC: 3 } }),
    [
      "Energy.Active.Import.Register=0 Wh",
      "Power.Active.Import=5 W",
      "Power.Active.Export=0 W",
      "Power.Reactive.Import=2 var",
      "Power.Reactive.Export=0 var",
      "Current.Import/L1=1 A",
      "Current.Import=3 A",
      "Current.Export=0 A",
      "Current.Import/N=0 A",
    ],
  );
});

Deno.test("signatures stay with their values and the imported total is reported once", () => {
  assert.deepEqual(
    briefs({
      energy_Wh_import: { total: 1, L1: 1 },
      energy_Wh_import_signed: { L1: sign("phase") },
      power_W: { total: -1 },
      power_W_signed: { total: sign("power") },
    }, { signed: sign("whole") }),
    [
      "Energy.Active.Import.Register=1 Wh signed whole",
      "Energy.Active.Import.Register/L1=1 Wh signed phase",
      "Power.Active.Import=0 W",
      "Power.Active.Export=1 W signed power",
    ],
  );
  assert.deepEqual(
    briefs({ energy_Wh_import_signed: { total: sign("own") } }, { signed: sign("whole") }),
    ["Energy.Active.Import.Register=0 Wh signed own"],
  );
});

Deno.test("a signature takes its own public key, else the one the meter published, else none", () => {
  const keyOf = (extras: ReadingExtras) =>
    read({}, extras).reading.sampledValues[0]?.signedMeterValue?.publicKey;
  assert.equal(keyOf({ signed: sign("x", "own"), publicKey: "published" }), "own");
  assert.equal(keyOf({ signed: sign("x"), publicKey: "published" }), "published");
  assert.equal(keyOf({ signed: sign("x") }), "");
});

Deno.test("a signature longer than OCPP allows is dropped, its value is not", () => {
  const fits = read({}, { signed: sign("x".repeat(2500)) });
  assert.equal(fits.reading.sampledValues[0]?.signedMeterValue?.signedMeterData.length, 2500);
  const tooLong = read({}, { signed: sign("x".repeat(2501)) });
  assert.deepEqual(tooLong.reading.sampledValues.map(brief), ["Energy.Active.Import.Register=0 Wh"]);
  assert.deepEqual(tooLong.complaints, [
    "signature dropped: signedMeterData has 2501 characters, OCPP allows 2500",
  ]);
});

Deno.test("32-bit floats are read as the decimals they were meant to be", () => {
  assert.equal(decimalFromFloat32(Math.fround(0.1)), 0.1);
  assert.equal(decimalFromFloat32(Math.fround(16.1)), 16.1);
  assert.equal(decimalFromFloat32(Math.fround(-229.97)), -229.97);
  assert.equal(decimalFromFloat32(Math.fround(12345.678)), 12345.678);
  for (const unchanged of [0, 50, 123456792, 0.1, 1 / 3, 1e300]) {
    assert.equal(decimalFromFloat32(unchanged), unchanged);
  }
});
