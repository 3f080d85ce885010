import { dateTimeMs } from "../../kernel/date-time.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";

const TIME_SOURCE = variableKey("ClockCtrlr", "TimeSource");
const REPORTING_THRESHOLD = variableKey("ClockCtrlr", "TimeAdjustmentReportingThreshold");

/** The specification's "reasonable value" for ClockCtrlr.TimeAdjustmentReportingThreshold, in seconds. */
const DEFAULT_REPORTING_THRESHOLD_SECONDS = 20;
/** Many CSMSs send whole seconds: a smaller difference may be rounding. */
const RESOLUTION_MS = 1_000;

/** The time of the CSMS from a response. */
export interface TimeSample {
  readonly currentTime: string;
  readonly roundTripMs: number;
  /** Wall clock of the station when the response arrived. */
  readonly wallMs: number;
}

export interface ClockAdjustment {
  /** What to set the clock to, ms since the epoch. */
  readonly wallMs: number;
  /** The change of the clock; positive is forwards. */
  readonly byMs: number;
}

/** Whether the station is configured to take its time from the CSMS. */
export function usesCsmsTime(deviceModel: DeviceModel): boolean {
  return deviceModel.list(TIME_SOURCE)?.includes("Heartbeat") ?? false;
}

/**
 * Sets the clock to the time of the CSMS without adding to it: when the CSMS read its clock within the round
 * trip is not known, and half of a slow round trip would put the station seconds ahead. Undefined when the
 * time is not readable.
 */
export function adjustmentFor(sample: TimeSample): ClockAdjustment | undefined {
  const csmsMs = dateTimeMs(sample.currentTime);
  if (Number.isNaN(csmsMs)) return undefined;
  return { wallMs: csmsMs, byMs: csmsMs - sample.wallMs };
}

/** Whether a clock that is about right is set, too. */
export type SettingRule = "always" | "whenOff";

/**
 * False when the clock agrees with the sample: it lies between the time of the CSMS and that time plus the
 * round trip, with a tolerance for rounding. After a quick answer, "always" sets it even then.
 */
export function isWorthSetting(
  { byMs }: ClockAdjustment,
  { roundTripMs }: Pick<TimeSample, "roundTripMs">,
  rule: SettingRule,
): boolean {
  const aheadMs = -byMs;
  if (aheadMs <= -RESOLUTION_MS || aheadMs >= roundTripMs + RESOLUTION_MS) return true;
  return rule === "always" && roundTripMs <= RESOLUTION_MS;
}

/** Whether the adjustment is reported to the CSMS (security event SettingSystemTime). */
export function mustBeReported(adjustment: ClockAdjustment, deviceModel: DeviceModel): boolean {
  const thresholdSeconds = deviceModel.integer(REPORTING_THRESHOLD) ?? DEFAULT_REPORTING_THRESHOLD_SECONDS;
  return Math.abs(adjustment.byMs) > thresholdSeconds * 1000;
}
