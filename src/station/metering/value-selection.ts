import { toTimestamp } from "../../kernel/clock.ts";
import type {
  MeasurandEnumType,
  MeterValueType,
  ReadingContextEnumType,
  SampledValueType,
} from "../../ocpp/messages.ts";
import type { MeterReading } from "../evse-event.ts";

/** Which values of a reading are sent, and in what form. */
export interface ValueSelection {
  readonly measurands: readonly string[];
  readonly signatures: "keep" | "strip";
  /** SampledDataCtrlr.RegisterValuesWithoutPhases. */
  readonly registerValues: "everyPhase" | "totalOnly";
}

/** The measurand of a SampledValue without one (part 2, SampledValueType). */
const DEFAULT_MEASURAND: MeasurandEnumType = "Energy.Active.Import.Register";

export function measurandOf(value: SampledValueType): MeasurandEnumType {
  return value.measurand ?? DEFAULT_MEASURAND;
}

/** True for the energy register over all phases: the value that is billed and signed. */
export function isTotalImportRegister(value: SampledValueType): boolean {
  return measurandOf(value) === DEFAULT_MEASURAND && value.phase === undefined;
}

/** Energy.Active.Import.Register over all phases in Wh, when the reading has it. */
export function importRegisterWh(reading: MeterReading): number | undefined {
  const register = reading.sampledValues.find(isTotalImportRegister);
  if (register === undefined) return undefined;
  const perUnit = register.unitOfMeasure?.unit === "kWh" ? 1000 : 1;
  return register.value * perUnit * 10 ** (register.unitOfMeasure?.multiplier ?? 0);
}

/**
 * The MeterValue to send for a reading, every location and phase of the selected measurands with them (part
 * 2, J 2.3), or undefined when no value is selected. `atMs` is the timestamp of all values, by default the
 * time of the reading.
 */
export function selectMeterValue(
  reading: MeterReading,
  selection: ValueSelection,
  context: ReadingContextEnumType,
  atMs: number = reading.timestampMs,
): MeterValueType | undefined {
  const sampledValue = reading.sampledValues
    .filter((value) => isSelected(value, selection))
    .map((value) => shape(value, selection, context));
  return sampledValue.length === 0 ? undefined : { timestamp: toTimestamp(atMs), sampledValue };
}

function isSelected(value: SampledValueType, { measurands, registerValues }: ValueSelection): boolean {
  if (!measurands.includes(measurandOf(value))) return false;
  // Part 2, J 2.3, note: only the total of the import register is reported, not its phases.
  return registerValues === "everyPhase" || measurandOf(value) !== DEFAULT_MEASURAND ||
    value.phase === undefined;
}

function shape(
  value: SampledValueType,
  selection: ValueSelection,
  context: ReadingContextEnumType,
): SampledValueType {
  // Only the context is ours; register values stay as the meter reports them.
  const { signedMeterValue, ...unsigned } = { ...value, context };
  return signedMeterValue === undefined || selection.signatures === "strip"
    ? unsigned
    : { ...unsigned, signedMeterValue };
}
