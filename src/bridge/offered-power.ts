import type { SampledValueType } from "../ocpp/messages.ts";
import type { MeterReading } from "../station/evse-event.ts";

/** What an EVSE offers the EV: amperes on each of so many phases. */
export interface Offer {
  readonly amperes: number;
  readonly phases: number;
}

/**
 * The offered power in W at the voltage that the meter measures: between phase and neutral on every offered phase, or
 * of the direct current. Undefined when the meter measures no voltage, or nothing that multiplies to a number.
 */
export function offeredWatts(
  { amperes, phases }: Offer,
  { sampledValues }: MeterReading,
): number | undefined {
  const voltages = sampledValues.filter(({ measurand }) => measurand === "Voltage");
  const direct = voltages.find(({ phase }) => phase === undefined);
  if (direct !== undefined) return rounded(amperes * direct.value);
  const ofPhases = voltages.filter(({ phase }) => phase?.endsWith("-N"));
  if (ofPhases.length === 0) return undefined;
  return rounded(amperes * phases * mean(ofPhases));
}

function mean(values: readonly SampledValueType[]): number {
  return values.reduce((sum, { value }) => sum + value, 0) / values.length;
}

function rounded(watts: number): number | undefined {
  const tenths = Math.round(watts * 10);
  return Number.isFinite(tenths) ? tenths / 10 : undefined;
}
