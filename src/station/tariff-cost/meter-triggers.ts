import type { MeasurandEnumType } from "../../ocpp/messages.ts";
import type { MeterReading } from "../evse-event.ts";
import { importRegisterWh, measurandOf } from "../metering/value-selection.ts";
import type { MeterTriggers } from "./cost-message.ts";

/** The triggers of one EVSE that have not fired yet. */
export interface ArmedTriggers {
  readonly registerWh?: number;
  readonly powerWatts?: number;
  /** The power that was last reported because of a trigger. */
  readonly reportedWatts?: number;
}

/** Keeps power that varies around its trigger from firing it all the time. */
const HYSTERESIS = 0.05;

/** What is reported when a trigger fires. */
export const TRIGGERED_MEASURANDS: readonly MeasurandEnumType[] = [
  "Energy.Active.Import.Register",
  "Power.Active.Import",
];
export const TIMED_MEASURANDS: readonly MeasurandEnumType[] = ["Energy.Active.Import.Register"];

/**
 * New triggers replace the old ones. The reported power stays, or every new cost would lead to another
 * meter value.
 */
export function armedTriggers(
  before: ArmedTriggers,
  { registerWh, powerWatts }: MeterTriggers,
): ArmedTriggers {
  return {
    ...(registerWh === undefined ? {} : { registerWh }),
    // A trigger at zero power has no hysteresis and is ignored.
    ...(powerWatts === undefined || powerWatts <= 0 ? {} : { powerWatts }),
    ...(before.reportedWatts === undefined ? {} : { reportedWatts: before.reportedWatts }),
  };
}

/** The triggers that remain after a reading, and whether the reading is reported. */
export function afterReading(
  triggers: ArmedTriggers,
  reading: MeterReading,
): { readonly triggers: ArmedTriggers; readonly goesOff: boolean } {
  const { registerWh, ...withoutRegister } = triggers;
  const register = importRegisterWh(reading);
  const isReached = registerWh !== undefined && register !== undefined && register >= registerWh;
  const waiting = isReached ? withoutRegister : triggers;
  const watts = importedWatts(reading);
  if (watts === undefined || !crosses(triggers, watts)) return { triggers: waiting, goesOff: isReached };
  return { triggers: { ...waiting, reportedWatts: watts }, goesOff: true };
}

function crosses({ powerWatts, reportedWatts }: ArmedTriggers, watts: number): boolean {
  if (powerWatts === undefined) return false;
  // Nothing was reported yet, so the CSMS does not know on which side of the trigger the power is.
  if (reportedWatts === undefined) return true;
  return reportedWatts < powerWatts
    ? watts >= powerWatts * (1 + HYSTERESIS)
    : watts <= powerWatts * (1 - HYSTERESIS);
}

function importedWatts(reading: MeterReading): number | undefined {
  const power = reading.sampledValues.find((value) =>
    measurandOf(value) === "Power.Active.Import" && value.phase === undefined
  );
  if (power === undefined) return undefined;
  const perUnit = power.unitOfMeasure?.unit === "kW" ? 1000 : 1;
  return power.value * perUnit * 10 ** (power.unitOfMeasure?.multiplier ?? 0);
}
