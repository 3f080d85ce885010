import assert from "node:assert/strict";
import type { MeterValueType, ReadingContextEnumType, SampledValueType } from "../../../src/ocpp/messages.ts";
import { METER_PUBLIC_KEY } from "../../fakes/everest/simulated-meter.ts";
import type { TransactionEvent, Visit } from "./reusable-states.ts";
import type { StationUnderTest } from "./station-under-test.ts";

/** What the simulated meter can measure, with the phases of each; undefined stands for all phases together. */
const METER_PHASES: Readonly<Record<string, readonly (string | undefined)[]>> = {
  "Energy.Active.Import.Register": [undefined, "L1", "L2", "L3"],
  "Power.Active.Import": [undefined, "L1", "L2", "L3"],
  "Current.Import": ["L1", "L2", "L3", "N"],
  "Current.Offered": [undefined],
  "Power.Offered": [undefined],
  "Energy.Active.Import.Interval": [undefined, "L1", "L2", "L3"],
  "Voltage": ["L1-N", "L2-N", "L3-N"],
  "Frequency": [undefined],
  "SoC": [undefined],
};

/** Measurands as a test configures them: more than one of each kind, but for the state of charge. */
export const MEASURANDS =
  "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Current.Offered,Voltage,Frequency";

/** All five lists of measurands with something that no test looks for; the list that counts is put over them. */
export const WRONG_LISTS = {
  "AlignedDataCtrlr.Measurands": "Frequency",
  "AlignedDataCtrlr.TxEndedMeasurands": "Frequency",
  "SampledDataCtrlr.TxStartedMeasurands": "Frequency",
  "SampledDataCtrlr.TxUpdatedMeasurands": "Frequency",
  "SampledDataCtrlr.TxEndedMeasurands": "Frequency",
} as const;

/** The clock of the station stands at a full hour; this brings it out of step with every interval. */
export const OUT_OF_STEP_MS = 3350;

/**
 * What every case of block J validates in a meter value: the context of each of its values, exactly the configured
 * measurands (`configured`, comma separated), each with every phase the meter has (J 2.3, errata 2025-02 for TC_J_02),
 * and no value of the EV but its state of charge (errata 2024-09 for TC_J_XX). Returns the import register, Wh.
 */
export function assertMeterValue(
  { timestamp, sampledValue }: MeterValueType,
  context: ReadingContextEnumType,
  configured: string,
): number | undefined {
  const measurands = configured.split(",");
  // J01.FR.06, J01.FR.07, J02.FR.02, J02.FR.03.
  const byMeasurand = Map.groupBy(sampledValue, measurandOf);
  assert.deepEqual([...byMeasurand.keys()].toSorted(), measurands.toSorted(), timestamp);
  for (const [measurand, values] of byMeasurand) {
    // J01.FR.10, J01.FR.11, J02.FR.06, J02.FR.07.
    const phases = values.map(({ phase }) => phase);
    assert.deepEqual(phases.toSorted(), [...METER_PHASES[measurand] ?? []].toSorted(), measurand);
  }
  for (const value of sampledValue) {
    // J01.FR.08, J02.FR.04.
    assert.equal(value.context, context);
    // J01.FR.09, J02.FR.05.
    assert.equal(value.location, measurandOf(value) === "SoC" ? "EV" : "Outlet");
  }
  return sampledValue.find(isImportRegister)?.value;
}

function measurandOf({ measurand }: SampledValueType): string {
  return measurand ?? "Energy.Active.Import.Register";
}

function isImportRegister(value: SampledValueType): boolean {
  return measurandOf(value) === "Energy.Active.Import.Register" && value.phase === undefined;
}

/** The different moments among these date-times, oldest first, and that each follows the one before by the interval. */
export function assertInterval(timestamps: readonly string[], seconds: number): readonly string[] {
  const moments = [...new Set(timestamps)];
  assert.deepEqual(moments, moments.toSorted());
  assert(moments.length >= 2, `${moments.length} moments`);
  for (const [index, moment] of moments.slice(1).entries()) {
    assert.equal((Date.parse(moment) - Date.parse(moments[index]!)) / 1000, seconds, `before ${moment}`);
  }
  return moments;
}

/** J02.FR.16: a register never goes back; here it also counts, because energy flows. */
export function assertRises(registers: readonly (number | undefined)[]): void {
  assert(registers.length >= 2);
  for (const [index, register] of registers.slice(1).entries()) {
    assert(register !== undefined && register > (registers[index] ?? NaN), registers.join());
  }
}

/** The events with this trigger that the CSMS has heard; they are in no visit's `events`. */
export function meterEvents(
  { csms }: StationUnderTest,
  trigger: "MeterValuePeriodic" | "MeterValueClock",
): readonly TransactionEvent[] {
  return csms.received("TransactionEvent").filter(({ triggerReason }) => triggerReason === trigger);
}

/** The meter values of the last event of the visit, which ended its transaction. */
export function valuesOfEnd({ events }: Visit): readonly MeterValueType[] {
  const ended = events.at(-1);
  assert.equal(ended?.eventType, "Ended");
  assert(ended.meterValue && ended.meterValue.length > 0, "no meter value at the end");
  return ended.meterValue;
}

/** Those values that were taken for this reason. */
export function withContext(
  values: readonly MeterValueType[],
  context: ReadingContextEnumType,
): readonly MeterValueType[] {
  return values.filter(({ sampledValue }) => sampledValue[0]?.context === context);
}

/**
 * TC_J_04, TC_J_11: the register of every value is signed and carries a public key, which by
 * OCPPCommCtrlr.PublicKeyWithSignedMeterValue is the meter's or empty; "OncePerTransaction" leaves it to one of them.
 */
export function assertSigned(
  values: readonly MeterValueType[],
  policy: "Never" | "OncePerTransaction" | "EveryMeterValue",
): void {
  const keys = values.map(({ timestamp, sampledValue }) => {
    const { signedMeterValue } = sampledValue.find(isImportRegister) ?? {};
    assert(signedMeterValue, `no signature at ${timestamp}`);
    assert(signedMeterValue.signedMeterData.startsWith("OCMF|"));
    assert.equal(signedMeterValue.signingMethod, "ECDSA-secp256r1-SHA256");
    assert.equal(signedMeterValue.encodingMethod, "OCMF");
    return signedMeterValue.publicKey;
  });
  const sent = (index: number) =>
    policy === "EveryMeterValue" || policy === "OncePerTransaction" && index === 0;
  assert.deepEqual(keys, keys.map((_, index) => sent(index) ? METER_PUBLIC_KEY : ""));
}
