import type { MeasurandEnumType, SampledValueType } from "../../ocpp/messages.ts";
import type { MeterReading } from "../evse-event.ts";
import { measurandOf } from "./value-selection.ts";

const INTERVAL_OF: Partial<Readonly<Record<MeasurandEnumType, MeasurandEnumType>>> = {
  "Energy.Active.Import.Register": "Energy.Active.Import.Interval",
  "Energy.Active.Export.Register": "Energy.Active.Export.Interval",
};

/**
 * The reading with the energy of the interval since an earlier one, for every register and phase that both have. A
 * register that went back (a replaced meter) has no interval.
 */
export function withIntervalEnergy(reading: MeterReading, before: MeterReading | undefined): MeterReading {
  if (before === undefined) return reading;
  const intervals = reading.sampledValues.flatMap((value) => intervalValue(value, before) ?? []);
  return { ...reading, sampledValues: [...reading.sampledValues, ...intervals] };
}

function intervalValue(value: SampledValueType, before: MeterReading): SampledValueType | undefined {
  const measurand = INTERVAL_OF[measurandOf(value)];
  const earlier = before.sampledValues.find((candidate) =>
    measurandOf(candidate) === measurandOf(value) && candidate.phase === value.phase
  );
  if (measurand === undefined || earlier === undefined || value.value < earlier.value) return undefined;
  const { signedMeterValue: _ofTheRegister, ...unsigned } = value;
  return { ...unsigned, measurand, value: withoutNoise(value.value - earlier.value) };
}

/** Differences of decimal numbers end in digits that no meter has. */
function withoutNoise(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
