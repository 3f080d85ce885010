import type { ChargingProfile } from "./charging-profile.ts";
import { type CompositeSchedule, scheduleOf, type ScheduleWindow } from "./composite-schedule.ts";
import { stationCompetition } from "./competing-profiles.ts";
import { leaderLimit } from "./evse-schedule.ts";
import type { Limit } from "./limit.ts";
import { lowestLimit } from "./lowest-limit.ts";
import { type LeadingPeriod, ProfileStack } from "./profile-stack.ts";
import { anchorOf, limitOf, type ScheduleContext } from "./schedule-context.ts";
import { sumOfSchedules } from "./schedule-sum.ts";
import type { WorkBudget } from "./work-budget.ts";

/**
 * The composite schedule of the station: what its EVSEs may draw together, and no more than the limits of the station
 * as a whole (K08.FR.03, K04.FR.05).
 */
export function stationSchedule(
  evses: readonly CompositeSchedule[],
  context: ScheduleContext,
  window: ScheduleWindow,
  budget: WorkBudget,
): CompositeSchedule {
  const { station, supplyVolts } = context;
  const { unit, startSeconds } = window;
  const limitsAt = stationLimits(context, window, budget);
  const sum = sumOfSchedules(evses, window, context);
  const schedule = scheduleOf(0, { ...window, durationSeconds: sum.durationSeconds }, (atSeconds) => {
    const { limits, untilSeconds } = limitsAt(atSeconds);
    const together = sum.at(atSeconds);
    const demand: Limit = { value: together.limit, unit, numberPhases: together.numberPhases };
    return {
      ...lowestLimit([demand, ...limits], unit, supplyVolts, station.current),
      untilSeconds: Math.min(untilSeconds, together.untilSeconds),
    };
  }, () => budget.isExhausted);
  return { ...schedule, startSeconds, isCutShort: schedule.isCutShort || sum.isCutShort };
}

/** The limits that the station as a whole has; to be asked with ascending moments. */
export function stationLimits(context: ScheduleContext, window: ScheduleWindow, budget: WorkBudget) {
  const { station } = context;
  const leadersAt = stationLeaders(context, window, budget);
  const local = station.localLimits.map((limit) => limitOf(limit, window.unit, station.current));
  return (atSeconds: number): { readonly limits: readonly Limit[]; readonly untilSeconds: number } => {
    const { leaders, untilSeconds } = leadersAt(atSeconds);
    const limits = [...local, ...leaders.map((leader) => leaderLimit(leader, station.current))];
    return { limits, untilSeconds };
  };
}

/** Whose profiles limit the station as a whole, and until when nothing changes; to be asked with ascending moments. */
export function stationLeaders(
  context: ScheduleContext,
  { startSeconds, nowSeconds = startSeconds }: ScheduleWindow,
  budget: WorkBudget,
) {
  const anchor = anchorOf(undefined, nowSeconds);
  const stack = (profiles: readonly ChargingProfile[]) => new ProfileStack(profiles, anchor, budget);
  const stacks = stationCompetition(context).filter((profiles) => profiles.length > 0).map(stack);
  return (
    atSeconds: number,
  ): { readonly leaders: readonly LeadingPeriod[]; readonly untilSeconds: number } => {
    const leaders = stacks.flatMap((each) => each.leaderAt(atSeconds) ?? []);
    return { leaders, untilSeconds: Math.min(...stacks.map((each) => each.untilSeconds), Infinity) };
  };
}
