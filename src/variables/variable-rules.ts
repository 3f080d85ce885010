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
 * Lowest usable value of standardized numbers, also for other modules and for component files with a lower minLimit. With
 * less the station would refuse every request of the CSMS, or lose it at once, and nobody far away could repair that.
 */
const LOWEST_USABLE: ReadonlyMap<string, number> = tableOf([
  // One entry with names and instances of full length, and a value of some hundred characters.
  ["DeviceDataCtrlr.BytesPerMessage", 1000],
  ["LocalAuthListCtrlr.BytesPerMessage", 1000],
  ["MonitoringCtrlr.BytesPerMessage", 1000],
  ["DeviceDataCtrlr.ItemsPerMessage", 1],
  ["LocalAuthListCtrlr.ItemsPerMessage", 1],
  ["MonitoringCtrlr.ItemsPerMessage", 1],
  // A password, or a list of a few names.
  ["DeviceDataCtrlr.ConfigurationValueSize", 100],
  // A value that is cut to a few characters says nothing, be it a status or a list.
  ["DeviceDataCtrlr.ReportingValueSize", 100],
  ["InternalCtrlr.ClientCertificateExpireCheckIntervalSeconds", 1],
  ["InternalCtrlr.MaxCustomerInformationDataLength", 512],
  ["InternalCtrlr.MaxMessageSize", 1000],
  ["InternalCtrlr.V2GCertificateExpireCheckIntervalSeconds", 1],
  ["InternalCtrlr.WebsocketPongTimeout", 1],
  ["OCPPCommCtrlr.HeartbeatInterval", 1],
  ["OCPPCommCtrlr.MessageAttempts", 1],
  ["OCPPCommCtrlr.MessageTimeout", 1],
  ["OCPPCommCtrlr.NetworkProfileConnectionAttempts", 1],
  // One certificate with a short key: without a new one the station is locked out when the old one expires.
  ["SecurityCtrlr.MaxCertificateChainSize", 1000],
  ["SmartChargingCtrlr.PeriodsPerSchedule", 1],
  ["SmartChargingCtrlr.ProfileStackLevel", 0],
]);

/** Lowest sensible value of standardized numbers, for component files that give no minLimit. */
const FLOORS: ReadonlyMap<string, number> = tableOf([
  ["AlignedDataCtrlr.Interval", 0],
  ["AlignedDataCtrlr.TxEndedInterval", 0],
  ["AuthCacheCtrlr.LifeTime", 0],
  ["OCPPCommCtrlr.MessageAttemptInterval", 0],
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
]);

/** Part 2, §2.7: zero switches these off by convention; the range of a maker bounds the other values. */
const ZERO_MEANS_OFF: ReadonlySet<string> = new Set([
  "AlignedDataCtrlr.Interval",
  "AlignedDataCtrlr.TxEndedInterval",
  "SampledDataCtrlr.TxEndedInterval",
  "SampledDataCtrlr.TxUpdatedInterval",
].map((name) => name.toLowerCase()));

/** Whether the variable may have the value; rules about other variables are separate. */
export function checkVariable(described: DescribedVariable, value: string): SetViolation | undefined {
  const { component, variable, characteristics } = described;
  const name = qualifiedName(component, variable);
  const malformed = checkFormat(characteristics, value);
  if (malformed) return malformed;
  if (value === "0" && ZERO_MEANS_OFF.has(name)) return undefined;
  const minLimit = characteristics.minLimit ?? FLOORS.get(name);
  return checkUsable(described, value) ??
    checkRange(minLimit === undefined ? characteristics : { ...characteristics, minLimit }, value);
}

/** Whether the value leaves the station usable for its CSMS: the one rule that binds the maker of the station, too. */
export function checkUsable(
  { component, variable, characteristics: { dataType } }: DescribedVariable,
  value: string,
): SetViolation | undefined {
  const minLimit = LOWEST_USABLE.get(qualifiedName(component, variable));
  if (minLimit === undefined) return undefined;
  return checkRange({ dataType, minLimit, supportsMonitoring: false }, value);
}

function tableOf(rows: readonly (readonly [name: string, lowest: number])[]): ReadonlyMap<string, number> {
  return new Map(rows.map(([name, lowest]) => [name.toLowerCase(), lowest]));
}

/** `ocppcommctrlr.heartbeatinterval`: for tables of standardized variables, which have one instance of each. */
export function qualifiedName(component: ComponentType, variable: VariableType): string {
  return `${component.name}.${variable.name}`.toLowerCase();
}
