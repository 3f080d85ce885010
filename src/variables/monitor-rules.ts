import { assertNever } from "../kernel/assert-never.ts";
import type { DataEnumType, MonitorEnumType, VariableCharacteristicsType } from "../ocpp/messages.ts";
import type { SetViolation } from "./set-violation.ts";

/** The settings of a monitor. */
export interface MonitorSettings {
  readonly type: MonitorEnumType;
  /** A bound, a least change, or an interval in seconds, by the type. */
  readonly value: number;
  /** 0 (danger) to 9 (debug). */
  readonly severity: number;
  /** True: the monitor works only while a transaction is open where its variable is. */
  readonly transaction: boolean;
}

const MOST_SEVERE = 0;
const LEAST_SEVERE = 9;
/** Longest interval: a day, because clock-aligned intervals start anew at midnight. */
const MAX_INTERVAL_SECONDS = 86_400;

/** Why a variable cannot have a monitor of this type; undefined when it can. */
export function unsupportedType(
  type: MonitorEnumType,
  { dataType, supportsMonitoring }: VariableCharacteristicsType,
): string | undefined {
  if (!supportsMonitoring) return "the variable does not support monitoring";
  const isThreshold = type === "UpperThreshold" || type === "LowerThreshold";
  return isThreshold && !isNumeric(dataType) ? `a variable of type ${dataType} has no thresholds` : undefined;
}

/** What is wrong with value and severity of a monitor on a variable that supports its type; undefined: nothing. */
export function settingsViolation(
  { type, value, severity }: Omit<MonitorSettings, "transaction">,
  { minLimit, maxLimit }: VariableCharacteristicsType,
): SetViolation | undefined {
  if (!Number.isInteger(severity) || severity < MOST_SEVERE || severity > LEAST_SEVERE) {
    return outOfRange(`the severity is not an integer from ${MOST_SEVERE} to ${LEAST_SEVERE}`);
  }
  if (!Number.isFinite(value)) return outOfRange("the value is not a finite number");
  switch (type) {
    case "UpperThreshold":
    case "LowerThreshold":
      if (minLimit !== undefined && value < minLimit) return outOfRange(`the value is below ${minLimit}`);
      if (maxLimit !== undefined && value > maxLimit) return outOfRange(`the value is above ${maxLimit}`);
      return undefined;
    case "Delta":
      return value < 0 ? { reasonCode: "ValueTooLow", text: "a change is not negative" } : undefined;
    case "Periodic":
    case "PeriodicClockAligned":
      return Number.isInteger(value) && value >= 1 && value <= MAX_INTERVAL_SECONDS
        ? undefined
        : outOfRange(`an interval is a whole number of seconds from 1 to ${MAX_INTERVAL_SECONDS}`);
    default:
      return assertNever(type);
  }
}

/** True when values of this type are compared as numbers. */
export function isNumeric(dataType: DataEnumType): boolean {
  return dataType === "integer" || dataType === "decimal";
}

function outOfRange(text: string): SetViolation {
  return { reasonCode: "ValueOutOfRange", text };
}
