import { type CompositeSchedule, scheduleOf, type ScheduleWindow } from "./composite-schedule.ts";
import type { ChargingProfile } from "./charging-profile.ts";
import { competitionOn } from "./competing-profiles.ts";
import { ASSUMED_PHASES, type Limit } from "./limit.ts";
import { lowestLimit } from "./lowest-limit.ts";
import { type LeadingPeriod, ProfileStack } from "./profile-stack.ts";
import { anchorOf, type EvseSituation, limitOf, type ScheduleContext } from "./schedule-context.ts";
import type { WorkBudget } from "./work-budget.ts";

/**
 * The composite schedule of one EVSE: at every moment the lowest of the station's and the EVSE's leading profiles.
 * TxProfile goes before TxDefaultProfile; where neither has a period the EVSE's default limit counts. Without a
 * transaction the schedule is that of one that starts now (K08.FR.06).
 */
export function evseSchedule(
  evse: EvseSituation,
  context: ScheduleContext,
  window: ScheduleWindow,
  budget: WorkBudget,
): CompositeSchedule {
  const { unit } = window;
  const leadersAt = evseLeaders(evse, context, window, budget);
  const local = evse.localLimits.map((limit) => limitOf(limit, unit, evse.current));
  const fallback = limitOf(evse.defaultLimit, unit, evse.current);

  return scheduleOf(evse.evseId, window, (atSeconds) => {
    const { own, shared, untilSeconds } = leadersAt(atSeconds);
    const limits = [...local, own === undefined ? fallback : leaderLimit(own, evse.current)];
    for (const leader of shared) {
      limits.push(leaderLimit(leader, currentOf(leader.profile, evse, context)));
    }
    return { ...lowestLimit(limits, unit, context.supplyVolts, evse.current), untilSeconds };
  }, () => budget.isExhausted);
}

/** The profiles that set the limits of an EVSE at a moment. */
export interface EvseLeaders {
  /** TxProfile or TxDefaultProfile; undefined: the default limit counts. */
  readonly own: LeadingPeriod | undefined;
  /** Those that limit with and without a transaction. */
  readonly shared: readonly LeadingPeriod[];
  /** Until when nothing changes. */
  readonly untilSeconds: number;
}

/** Who leads on an EVSE; to be asked with ascending moments. */
export function evseLeaders(
  evse: EvseSituation,
  context: ScheduleContext,
  { startSeconds, nowSeconds = startSeconds }: ScheduleWindow,
  budget: WorkBudget,
): (atSeconds: number) => EvseLeaders {
  const { tx, txDefault, shared } = competitionOn(evse, context);
  const anchor = anchorOf(evse.transaction, nowSeconds);
  const stack = (profiles: readonly ChargingProfile[]) => new ProfileStack(profiles, anchor, budget);
  const txStack = stack(tx);
  const txDefaultStack = stack(txDefault);
  const sharedStacks = shared.filter((profiles) => profiles.length > 0).map(stack);
  return (atSeconds) => {
    let untilSeconds = Infinity;
    const leaderOf = (asked: ProfileStack) => {
      const leader = asked.leaderAt(atSeconds);
      untilSeconds = Math.min(untilSeconds, asked.untilSeconds);
      return leader;
    };
    const own = leaderOf(txStack) ?? leaderOf(txDefaultStack);
    const ofShared = sharedStacks.flatMap((each) => leaderOf(each) ?? []);
    return { own, shared: ofShared, untilSeconds };
  };
}

/** A limit of the whole station counts the phases of the grid, also for an EVSE of direct current. */
export function currentOf({ evseId }: ChargingProfile, evse: EvseSituation, context: ScheduleContext) {
  return evseId === 0 ? context.station.current : evse.current;
}

/** The limit of a running period; phases mean nothing to direct current (K01.FR.44). */
export function leaderLimit({ schedule, period }: LeadingPeriod, current: "AC" | "DC"): Limit {
  const { limit, numberPhases = ASSUMED_PHASES, phaseToUse } = period;
  return {
    value: limit,
    unit: schedule.unit,
    numberPhases: current === "DC" ? 1 : numberPhases,
    ...(phaseToUse === undefined ? {} : { phaseToUse }),
  };
}
