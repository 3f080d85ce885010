import type { CsmsTime } from "../station/provisioning/timekeeper.ts";
import { durationText } from "./durations.ts";

/** The clock of the station, and what is known of that of the CSMS. */
export interface ClockFacts {
  /** Unix milliseconds. */
  readonly nowMs: number;
  /** ClockCtrlr.TimeSource. */
  readonly timeSource: string;
  /** Absent: the CSMS has given no time since the start. */
  readonly csmsTime?: CsmsTime;
}

/** A difference that certificates and bills can live with. */
const TOLERATED_MS = 10_000;

/** E.g. `23 h behind`; undefined where the clocks agree or nothing is known of the other one. */
export function clockDifference({ nowMs, csmsTime }: ClockFacts): string | undefined {
  if (csmsTime === undefined) return undefined;
  const aheadMs = nowMs - csmsTime.nowMs;
  if (Math.abs(aheadMs) <= TOLERATED_MS) return undefined;
  return `${durationText(Math.abs(aheadMs))} ${aheadMs > 0 ? "ahead of" : "behind"}`;
}

/** Who sets the clock, and whether that has worked, e.g. `set by Heartbeat, but 23 h behind the CSMS`. */
export function clockSourceText(clock: ClockFacts): string {
  const difference = clockDifference(clock);
  return `set by ${clock.timeSource}${difference === undefined ? "" : `, but ${difference} the CSMS`}`;
}

/** True where the clock is set to the time of the CSMS. */
export function isSetByCsms({ timeSource }: ClockFacts): boolean {
  return timeSource.split(",").some((source) => source.trim() === "Heartbeat");
}
