import assert from "node:assert/strict";
import type { MeasurandEnumType, PhaseEnumType, SampledValueType } from "../../../../src/ocpp/messages.ts";
import { withIntervalEnergy } from "../../../../src/station/metering/interval-energy.ts";

const value = (
  measurand: MeasurandEnumType | undefined,
  amount: number,
  phase?: PhaseEnumType,
): SampledValueType => ({
  value: amount,
  ...(measurand && { measurand }),
  ...(phase && { phase }),
  location: "Outlet",
  unitOfMeasure: { unit: "Wh" },
});
const reading = (...sampledValues: readonly SampledValueType[]) => ({ timestampMs: 0, sampledValues });
const IMPORT = "Energy.Active.Import.Register";
const EXPORT = "Energy.Active.Export.Register";

const added = (before: readonly SampledValueType[], after: readonly SampledValueType[]) =>
  withIntervalEnergy(reading(...after), reading(...before)).sampledValues.slice(after.length);

Deno.test("every register and phase has its own interval", () => {
  assert.deepEqual(
    added(
      [value(IMPORT, 100), value(IMPORT, 40, "L1"), value(EXPORT, 7)],
      [value(IMPORT, 160.5), value(IMPORT, 60, "L1"), value(EXPORT, 7)],
    ),
    [
      value("Energy.Active.Import.Interval", 60.5),
      value("Energy.Active.Import.Interval", 20, "L1"),
      value("Energy.Active.Export.Interval", 0),
    ],
  );
});

Deno.test("a value without measurand is the import register", () => {
  assert.deepEqual(added([value(undefined, 1)], [value(undefined, 3)]), [
    value("Energy.Active.Import.Interval", 2),
  ]);
});

for (
  const [what, before, after] of [
    ["of a phase that was not there", [value(IMPORT, 1)], [value(IMPORT, 2, "L1")]],
    ["of a register that was not there", [value(IMPORT, 1)], [value(EXPORT, 2)]],
    ["of a register that went back", [value(IMPORT, 2)], [value(IMPORT, 1)]],
    ["of anything else", [value("Voltage", 230)], [value("Voltage", 231)]],
  ] as const
) {
  Deno.test(`there is no interval ${what}`, () => assert.deepEqual(added(before, after), []));
}

Deno.test("the difference has no digits of its own and no signature of the register", () => {
  const signedMeterValue = { signedMeterData: "d", signingMethod: "", encodingMethod: "OCMF", publicKey: "" };
  const [interval] = added([value(IMPORT, 0.1)], [{ ...value(IMPORT, 0.3), signedMeterValue }]);
  assert.deepEqual(interval, value("Energy.Active.Import.Interval", 0.2));
});

Deno.test("the first reading has no interval", () => {
  const first = reading(value(IMPORT, 1));
  assert.equal(withIntervalEnergy(first, undefined), first);
});
