import type { ChargingPeriod, ChargingProfile, ChargingSchedule } from "./charging-profile.ts";

/** The period of a profile at a moment, and until when it applies (exclusive, may be `Infinity`). */
export type ProfileStanding =
  | {
    readonly kind: "running";
    readonly schedule: ChargingSchedule;
    readonly period: ChargingPeriod;
    readonly untilSeconds: number;
  }
  | { readonly kind: "idle"; readonly why: IdleReason; readonly untilSeconds: number };

export type IdleReason =
  /** Before validFrom. */
  | "notYetValid"
  /** At or after validTo. */
  | "noLongerValid"
  /** Before startSchedule, or before the first period. */
  | "notStarted"
  /** After the duration of the schedule. */
  | "durationOver";

export interface ScheduleAnchor {
  /** The moment that Relative schedules start at. */
  readonly relativeToSeconds: number;
  /** Which of several schedules the EV has chosen, from 0; a profile with fewer schedules counts with its first. */
  readonly choice: number;
}

/** Evaluates a profile at a moment. A Recurring schedule starts anew at every recurrence, also when it lasts longer. */
export function standingAt(
  profile: ChargingProfile,
  atSeconds: number,
  anchor: ScheduleAnchor,
): ProfileStanding {
  const { validFromSeconds, validToSeconds, schedules } = profile;
  if (atSeconds < validFromSeconds) return idle("notYetValid", validFromSeconds);
  if (atSeconds >= validToSeconds) return idle("noLongerValid", Infinity);
  const schedule = schedules[anchor.choice] ?? schedules[0];
  if (schedule === undefined) return idle("noLongerValid", Infinity);
  const within = standingInSchedule(profile, schedule, atSeconds, anchor.relativeToSeconds);
  if (within.untilSeconds <= validToSeconds) return within;
  return { ...within, untilSeconds: validToSeconds };
}

function standingInSchedule(
  profile: ChargingProfile,
  schedule: ChargingSchedule,
  atSeconds: number,
  relativeToSeconds: number,
): ProfileStanding {
  const firstStart = profile.kind === "Relative"
    ? relativeToSeconds
    : schedule.startSeconds ?? relativeToSeconds;
  if (atSeconds < firstStart) return idle("notStarted", firstStart);
  const { recurrenceSeconds } = profile;
  const recurrences = recurrenceSeconds === Infinity
    ? 0
    : Math.floor((atSeconds - firstStart) / recurrenceSeconds);
  const start = recurrences === 0 ? firstStart : firstStart + recurrences * recurrenceSeconds;
  const nextStart = start + recurrenceSeconds;
  const end = Math.min(start + schedule.durationSeconds, nextStart);
  if (atSeconds >= end) return idle("durationOver", nextStart);
  const { periods } = schedule;
  const index = lastStartedIndex(periods, atSeconds - start);
  const period = periods[index];
  const next = periods[index + 1];
  const untilSeconds = next === undefined ? end : Math.min(start + next.startPeriod, end);
  return period === undefined
    ? idle("notStarted", untilSeconds)
    : { kind: "running", schedule, period, untilSeconds };
}

function idle(why: IdleReason, untilSeconds: number): ProfileStanding {
  return { kind: "idle", why, untilSeconds };
}

/** Index of the last period that has started by then; -1 before the first. */
function lastStartedIndex(periods: readonly ChargingPeriod[], offsetSeconds: number): number {
  let low = 0;
  let high = periods.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (periods[middle]!.startPeriod <= offsetSeconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
