import type { ChargingRateUnitEnumType } from "../../ocpp/messages.ts";

/** The limits of an EVSE over time; EVSE 0 is the charging station as a whole. */
export interface CompositeSchedule {
  readonly evseId: number;
  /** Whole seconds since 1970. */
  readonly startSeconds: number;
  /** Less than requested when the profiles cause too much work; then `isCutShort` is true. */
  readonly durationSeconds: number;
  readonly isCutShort: boolean;
  readonly unit: ChargingRateUnitEnumType;
  /** At least one; the first starts with the schedule. */
  readonly periods: readonly SchedulePeriod[];
}

export interface SchedulePeriod {
  /** Seconds from the start of the schedule. */
  readonly startSeconds: number;
  /** Amperes per phase or watts in total, by the schedule's unit; one digit after the point. */
  readonly limit: number;
  /** Absent: direct current. */
  readonly numberPhases?: number;
  /** Only with one phase. */
  readonly phaseToUse?: number;
}

/** The requested time of a schedule, in whole seconds since 1970. */
export interface ScheduleWindow {
  readonly startSeconds: number;
  /** 0 or less: the moment itself. */
  readonly durationSeconds: number;
  readonly unit: ChargingRateUnitEnumType;
  /** The present, at which an EV that has not begun would begin; absent: the start. */
  readonly nowSeconds?: number;
}

/** What may be drawn from a moment until another (exclusive, may be `Infinity`). */
export interface LimitInForce extends Omit<SchedulePeriod, "startSeconds"> {
  readonly untilSeconds: number;
}

/** More periods than this are not reported; the schedule ends earlier. */
export const MAX_COMPOSITE_PERIODS = 10_000;

/**
 * Joins successive limits to a schedule. `inForceAt` is called with ascending moments, from one change to the next;
 * equal neighbours become one period.
 */
export function scheduleOf(
  evseId: number,
  window: ScheduleWindow,
  inForceAt: (atSeconds: number) => LimitInForce,
  isTooMuchWork: () => boolean,
): CompositeSchedule {
  const { startSeconds, unit } = window;
  const endSeconds = startSeconds + Math.max(0, window.durationSeconds);
  const periods: SchedulePeriod[] = [];
  let at = startSeconds;
  let last: SchedulePeriod | undefined;
  let isCutShort = false;
  do {
    const { untilSeconds, ...limit } = inForceAt(at);
    if (last === undefined || !areEqual(last, limit)) {
      last = { startSeconds: at - startSeconds, ...limit };
      periods.push(last);
    }
    at = Math.min(untilSeconds, endSeconds);
    isCutShort = at < endSeconds && (isTooMuchWork() || periods.length >= MAX_COMPOSITE_PERIODS);
  } while (at < endSeconds && !isCutShort);
  return { evseId, startSeconds, durationSeconds: at - startSeconds, isCutShort, unit, periods };
}

function areEqual(a: Omit<SchedulePeriod, "startSeconds">, b: Omit<SchedulePeriod, "startSeconds">): boolean {
  return a.limit === b.limit && a.numberPhases === b.numberPhases && a.phaseToUse === b.phaseToUse;
}
