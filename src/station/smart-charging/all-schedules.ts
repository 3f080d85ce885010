import type { CompositeSchedule, ScheduleWindow } from "./composite-schedule.ts";
import { evseSchedule } from "./evse-schedule.ts";
import type { EvseSituation, ScheduleContext } from "./schedule-context.ts";
import { stationSchedule } from "./station-schedule.ts";
import { WorkBudget } from "./work-budget.ts";

/** Evaluations of profiles for all schedules together, if each EVSE has its minimum; some 1.3 µs each. */
export const MAX_EVALUATIONS = 50_000;
/** Enough for a day of ten profiles that change every three minutes. */
export const MIN_EVALUATIONS_PER_EVSE = 5_000;

/** The work for one schedule among those of `evses` EVSEs; a schedule that needs more is cut short. */
export function budgetPerSchedule(evses: number): WorkBudget {
  return new WorkBudget(Math.max(MIN_EVALUATIONS_PER_EVSE, MAX_EVALUATIONS / Math.max(1, evses)));
}

/** The composite schedule of one EVSE, or of the station (0). Undefined when there is no such EVSE. */
export function compositeSchedule(
  evseId: number,
  context: ScheduleContext,
  window: ScheduleWindow,
): CompositeSchedule | undefined {
  if (evseId === 0) return allSchedules(context, window)[0];
  const evse = context.evses[evseId - 1];
  return evse && evseSchedule(evse, context, window, budgetPerSchedule(1));
}

/** The composite schedules of the station and of EVSE 1, 2 and so on, in this order. */
export function allSchedules(context: ScheduleContext, window: ScheduleWindow): readonly CompositeSchedule[] {
  const budget = () => budgetPerSchedule(context.evses.length);
  const ofEvse = (evse: EvseSituation) => evseSchedule(evse, context, window, budget());
  const evses = context.evses.map(ofEvse);
  return [stationSchedule(evses, context, window, budget()), ...evses];
}
