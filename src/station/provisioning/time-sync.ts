import { dateTimeMs } from "../../ocpp/date-time.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";

const TIME_SOURCE = variableKey("ClockCtrlr", "TimeSource");
const REPORTING_THRESHOLD = variableKey("ClockCtrlr", "TimeAdjustmentReportingThreshold");

/** The specification's "reasonable value" for ClockCtrlr.TimeAdjustmentReportingThreshold, in seconds. */
const DEFAULT_REPORTING_THRESHOLD_SECONDS = 20;
/**
 * A round trip longer than this was mostly waiting in a queue, and half of it says nothing about the age of the
 * CSMS's time: then the time is taken uncompensated.
 */
const LONGEST_TELLING_ROUND_TRIP_MS = 10_000;
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

/** The CSMS's time plus half the round trip; undefined when its text is no time. */
export function adjustmentFor(sample: TimeSample): ClockAdjustment | undefined {
  const told = dateTimeMs(sample.currentTime);
  if (Number.isNaN(told)) return undefined;
  const ageMs = sample.roundTripMs <= LONGEST_TELLING_ROUND_TRIP_MS ? sample.roundTripMs / 2 : 0;
  const wallMs = Math.round(told + ageMs);
  return { wallMs, byMs: wallMs - sample.wallMs };
}

/** False for what is only the coarseness of the CSMS's timestamps; setting the clock then would make it jitter. */
export function isWorthSetting(adjustment: ClockAdjustment): boolean {
  return Math.abs(adjustment.byMs) >= RESOLUTION_MS;
}

/** True when the CSMS has to hear of the adjustment (security event SettingSystemTime). */
export function mustBeReported(adjustment: ClockAdjustment, deviceModel: DeviceModel): boolean {
  const thresholdSeconds = deviceModel.integer(REPORTING_THRESHOLD) ?? DEFAULT_REPORTING_THRESHOLD_SECONDS;
  return Math.abs(adjustment.byMs) > thresholdSeconds * 1000;
}
