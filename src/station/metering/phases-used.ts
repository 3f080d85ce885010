import type { PhaseEnumType } from "../../ocpp/messages.ts";
import type { MeterReading } from "../evse-event.ts";
import { measurandOf } from "./value-selection.ts";

/** Less than any EV draws (6 A), and more than what a meter shows of an idle line. */
const LEAST_AMPERES = 0.5;
const LINES: readonly (PhaseEnumType | undefined)[] = ["L1", "L2", "L3"];

/** The number of phases in which current flows; undefined when the meter does not tell the currents of the phases. */
export function phasesUsed(reading: MeterReading | undefined): number | undefined {
  const currents = reading?.sampledValues.filter((value) =>
    measurandOf(value) === "Current.Import" && LINES.includes(value.phase)
  );
  if (currents === undefined || currents.length === 0) return undefined;
  return currents.filter(({ value }) => Math.abs(value) >= LEAST_AMPERES).length;
}
