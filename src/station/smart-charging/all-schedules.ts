import type { CompositeSchedule, ScheduleWindow } from "./composite-schedule.ts";
import { evseSchedule } from "./evse-schedule.ts";
import type { EvseSituation, ScheduleContext } from "./schedule-context.ts";
import { stationSchedule } from "./station-schedule.ts";
import { WorkBudget } from "./work-budget.ts";

/** Looks at profiles that all schedules together may cost, as long as each EVSE has its minimum; some 1.3 µs each. */
export const MAX_LOOKS = 50_000;
/** Enough for a day of ten profiles that change every three minutes. */
export const MIN_LOOKS_PER_EVSE = 5_000;

/** What one schedule may cost when those of so many EVSEs are computed together; beyond it the schedule is cut short. */
export function budgetPerSchedule(evses: number): WorkBudget {
  return new WorkBudget(Math.max(MIN_LOOKS_PER_EVSE, MAX_LOOKS / Math.max(1, evses)));
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
