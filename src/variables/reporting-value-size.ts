import { type DeviceModel, variableKey } from "./device-model.ts";

/** Part 2, §2.1.21: the longest value that the station reports, by default and at most. */
const LONGEST_VALUE = 2500;
const REPORTING_VALUE_SIZE = variableKey("DeviceDataCtrlr", "ReportingValueSize");

/**
 * The longest value in characters that the CSMS gets, the same in answers, reports and events; the rest is cut off.
 */
export function reportingValueSize(deviceModel: Pick<DeviceModel, "integer">): number {
  return Math.min(deviceModel.integer(REPORTING_VALUE_SIZE) ?? LONGEST_VALUE, LONGEST_VALUE);
}
