import type { ComponentType, VariableCharacteristicsType, VariableType } from "../ocpp/messages.ts";
import { checkFormat, checkRange } from "./value-rules.ts";
import type { SetViolation } from "./set-violation.ts";

/** The part of a variable that decides whether a value fits it. */
export interface DescribedVariable {
  readonly component: ComponentType;
  readonly variable: VariableType;
  readonly characteristics: VariableCharacteristicsType;
}

/**
 * Lowest sensible value of standardized numbers, for component files that give no minLimit: a negative interval or
 * no attempt at all would leave the station deaf.
 */
const FLOORS: ReadonlyMap<string, number> = new Map([
  ["AlignedDataCtrlr.Interval", 0],
  ["AlignedDataCtrlr.TxEndedInterval", 0],
  ["AuthCacheCtrlr.LifeTime", 0],
  ["OCPPCommCtrlr.HeartbeatInterval", 1],
  ["OCPPCommCtrlr.MessageAttemptInterval", 0],
  ["OCPPCommCtrlr.MessageAttempts", 1],
  ["OCPPCommCtrlr.NetworkProfileConnectionAttempts", 1],
  ["OCPPCommCtrlr.OfflineThreshold", 0],
  ["OCPPCommCtrlr.ResetRetries", 0],
  ["OCPPCommCtrlr.RetryBackOffRandomRange", 0],
  ["OCPPCommCtrlr.RetryBackOffRepeatTimes", 0],
  ["OCPPCommCtrlr.RetryBackOffWaitMinimum", 0],
  // Part 4, §8.4: negative values are not allowed.
  ["OCPPCommCtrlr.WebSocketPingInterval", 0],
  ["SampledDataCtrlr.TxEndedInterval", 0],
  ["SampledDataCtrlr.TxUpdatedInterval", 0],
  ["SecurityCtrlr.CertSigningRepeatTimes", 0],
  ["SecurityCtrlr.CertSigningWaitMinimum", 0],
  // A password has at least 16 characters.
  ["SecurityCtrlr.BasicAuthPassword", 16],
  ["TxCtrlr.EVConnectionTimeOut", 0],
  ["TxCtrlr.MaxEnergyOnInvalidId", 0],
].map(([name, floor]) => [String(name).toLowerCase(), Number(floor)]));

/** Part 2, §2.7: zero switches these off by convention; the range of a maker bounds the other values. */
const ZERO_MEANS_OFF: ReadonlySet<string> = new Set([
  "AlignedDataCtrlr.Interval",
  "AlignedDataCtrlr.TxEndedInterval",
  "SampledDataCtrlr.TxEndedInterval",
  "SampledDataCtrlr.TxUpdatedInterval",
].map((name) => name.toLowerCase()));

/** Whether the variable may have the value; rules about other variables are separate. */
export function checkVariable(
  { component, variable, characteristics }: DescribedVariable,
  value: string,
): SetViolation | undefined {
  const name = qualifiedName(component, variable);
  const malformed = checkFormat(characteristics, value);
  if (malformed) return malformed;
  if (value === "0" && ZERO_MEANS_OFF.has(name)) return undefined;
  const minLimit = characteristics.minLimit ?? FLOORS.get(name);
  return checkRange(minLimit === undefined ? characteristics : { ...characteristics, minLimit }, value);
}

/** `ocppcommctrlr.heartbeatinterval`: for tables of standardized variables, which have one instance of each. */
export function qualifiedName(component: ComponentType, variable: VariableType): string {
  return `${component.name}.${variable.name}`.toLowerCase();
}
