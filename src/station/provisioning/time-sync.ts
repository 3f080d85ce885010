import { dateTimeMs } from "../../ocpp/date-time.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";

const TIME_SOURCE = variableKey("ClockCtrlr", "TimeSource");
const REPORTING_THRESHOLD = variableKey("ClockCtrlr", "TimeAdjustmentReportingThreshold");

/** The specification's "reasonable value" for ClockCtrlr.TimeAdjustmentReportingThreshold, in seconds. */
const DEFAULT_REPORTING_THRESHOLD_SECONDS = 20;
/** Many CSMSs cut their time to whole seconds: a smaller difference is their rounding, not our clock. */
const RESOLUTION_MS = 1_000;

/** The CSMS's idea of now, as it arrived in a response. */
export interface TimeSample {
  readonly currentTime: string;
  readonly roundTripMs: number;
  /** Our wall clock when the response arrived. */
  readonly wallMs: number;
}

export interface ClockAdjustment {
  /** What to set the clock to, ms since the epoch. */
  readonly wallMs: number;
  /** By how much that moves it; positive is forwards. */
  readonly byMs: number;
}

/** Only when the station is configured to take its time from the CSMS. */
export function usesCsmsTime(deviceModel: DeviceModel): boolean {
  return deviceModel.list(TIME_SOURCE)?.includes("Heartbeat") ?? false;
}

/**
 * To the CSMS's own time, however long its answer took: when within the round trip it read its clock is not known, and
 * half of a slow answer would put the station seconds ahead. Undefined when its text is no time.
 */
export function adjustmentFor(sample: TimeSample): ClockAdjustment | undefined {
  const csmsMs = dateTimeMs(sample.currentTime);
  if (Number.isNaN(csmsMs)) return undefined;
  return { wallMs: csmsMs, byMs: csmsMs - sample.wallMs };
}

/** When a clock is set that is about right. */
export type SettingRule = "always" | "whenOff";

/**
 * False when our clock is as right as the sample can tell: it lies between the CSMS's time and that time plus the round
 * trip, give or take the coarseness of its timestamps. After a quick answer "always" sets it all the same.
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

/** True when the CSMS has to hear of the adjustment (security event SettingSystemTime). */
export function mustBeReported(adjustment: ClockAdjustment, deviceModel: DeviceModel): boolean {
  const thresholdSeconds = deviceModel.integer(REPORTING_THRESHOLD) ?? DEFAULT_REPORTING_THRESHOLD_SECONDS;
  return Math.abs(adjustment.byMs) > thresholdSeconds * 1000;
}
