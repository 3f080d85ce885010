import assert from "node:assert/strict";
import type { SampledValueType } from "../../../../src/ocpp/messages.ts";
import type { MeterReading } from "../../../../src/station/evse-event.ts";
import { nextAlignedMs } from "../../../../src/station/clock-alignment.ts";
import { withPublicKeys } from "../../../../src/station/metering/signed-values.ts";
import {
  importRegisterWh,
  selectMeterValue,
  type ValueSelection,
} from "../../../../src/station/metering/value-selection.ts";

const signature = { signedMeterData: "D", signingMethod: "S", encodingMethod: "E", publicKey: "KEY" };
const VALUES: readonly SampledValueType[] = [
  {
    value: 3000,
    measurand: "Energy.Active.Import.Register",
    unitOfMeasure: { unit: "Wh" },
    signedMeterValue: signature,
  },
  { value: 1000, measurand: "Energy.Active.Import.Register", phase: "L1", unitOfMeasure: { unit: "Wh" } },
  { value: 230, measurand: "Voltage", phase: "L1-N" },
  { value: 231, measurand: "Voltage", phase: "L2-N" },
  { value: 50, measurand: "SoC", location: "EV" },
];
const READING: MeterReading = { timestampMs: Date.parse("2026-01-15T10:00:00.000Z"), sampledValues: VALUES };
const all = (measurands: readonly string[], changes: Partial<ValueSelection> = {}): ValueSelection => ({
  measurands,
  signatures: "keep",
  registerValues: "everyPhase",
  ...changes,
});

const selected = (selection: ValueSelection) =>
  selectMeterValue(READING, selection, "Sample.Periodic")?.sampledValue.map(({ value }) => value);

Deno.test("every phase and location of a configured measurand is reported, nothing else", () => {
  assert.deepEqual(selected(all(["Voltage", "SoC"])), [230, 231, 50]);
});

Deno.test("a value without measurand is the energy register", () => {
  const reading = { ...READING, sampledValues: [{ value: 7 }] };
  const value = selectMeterValue(reading, all(["Energy.Active.Import.Register"]), "Sample.Clock");
  assert.deepEqual(value?.sampledValue, [{ value: 7, context: "Sample.Clock" }]);
});

Deno.test("RegisterValuesWithoutPhases leaves the total of the register and all phases of the rest", () => {
  const totalOnly = all(["Energy.Active.Import.Register", "Voltage"], { registerValues: "totalOnly" });
  assert.deepEqual(selected(totalOnly), [3000, 230, 231]);
});

Deno.test("nothing selected is no meter value at all", () => {
  assert.equal(selected(all([])), undefined);
  assert.equal(selected(all(["Frequency"])), undefined);
});

Deno.test("a signature is kept or stripped, the context is the sender's", () => {
  const kept = selectMeterValue(READING, all(["Energy.Active.Import.Register"]), "Transaction.Begin");
  assert.deepEqual(kept?.sampledValue[0]?.signedMeterValue, signature);
  assert.equal(kept?.sampledValue[0]?.context, "Transaction.Begin");
  const stripped = selectMeterValue(
    READING,
    all(["Energy.Active.Import.Register"], { signatures: "strip" }),
    "Transaction.Begin",
  );
  assert.equal("signedMeterValue" in (stripped?.sampledValue[0] ?? {}), false);
});

Deno.test("the energy register is read in Wh whatever its unit", () => {
  const inUnit = (value: number, unitOfMeasure: SampledValueType["unitOfMeasure"]) =>
    importRegisterWh({
      timestampMs: 0,
      sampledValues: [{ value: 1, phase: "L1" }, { value, ...(unitOfMeasure && { unitOfMeasure }) }],
    });
  assert.equal(inUnit(1500, undefined), 1500);
  assert.equal(inUnit(1.5, { unit: "kWh" }), 1500);
  assert.equal(inUnit(15, { unit: "Wh", multiplier: 2 }), 1500);
  assert.equal(
    importRegisterWh({ timestampMs: 0, sampledValues: [{ value: 1, measurand: "Voltage" }] }),
    undefined,
  );
});

Deno.test("clock-aligned moments count from midnight, and anew every midnight", () => {
  const at = (text: string) => Date.parse(`2026-01-15T${text}Z`);
  const next = (text: string, seconds: number) =>
    new Date(nextAlignedMs(at(text), seconds)).toISOString().slice(11, 19);
  assert.equal(next("10:07:31.250", 900), "10:15:00");
  assert.equal(next("10:15:00.000", 900), "10:30:00");
  assert.equal(next("23:59:59.999", 900), "00:00:00");
  // 7 h does not divide the day: 0, 7, 14, 21, and 0 again.
  assert.equal(next("21:30:00.000", 7 * 3600), "00:00:00");
});

Deno.test("the public key goes along never, once per transaction, or always", () => {
  const value = selectMeterValue(READING, all(["Energy.Active.Import.Register"]), "Sample.Clock")!;
  const keys = (
    policy: Parameters<typeof withPublicKeys>[1],
    state: Parameters<typeof withPublicKeys>[2],
  ) => {
    const result = withPublicKeys([value, value], policy, state);
    return [...result.values.map((v) => v.sampledValue[0]?.signedMeterValue?.publicKey), result.state];
  };
  assert.deepEqual(keys("EveryMeterValue", "unsent"), ["KEY", "KEY", "unsent"]);
  assert.deepEqual(keys("OncePerTransaction", "unsent"), ["KEY", "", "sent"]);
  assert.deepEqual(keys("OncePerTransaction", "sent"), ["", "", "sent"]);
  assert.deepEqual(keys("Never", "unsent"), ["", "", "unsent"]);
});
