import type { CompositeSchedule, ScheduleWindow } from "./composite-schedule.ts";
import { evseSchedule } from "./evse-schedule.ts";
import type { EvseSituation, ScheduleContext } from "./schedule-context.ts";
import { stationSchedule } from "./station-schedule.ts";
import { WorkBudget } from "./work-budget.ts";

/** Evaluations of profiles for all schedules together, if each EVSE has its minimum; some 1.3 µs each. */
export const MAX_EVALUATIONS = 50_000;
/** Evaluations for each EVSE of a large site. */
const MINIMUM = {
  /** A day of ten profiles that change every three minutes. */
  answer: 5_000,
  /** A quarter of an hour of the same; pushes are frequent. */
  push: 500,
} as const;

/** What schedules are computed for: the answer to a request, or the limits of the energy management. */
export type SchedulePurpose = keyof typeof MINIMUM;

/** The work for one schedule among those of `evses` EVSEs; a schedule that needs more is cut short. */
export function budgetPerSchedule(evses: number, purpose: SchedulePurpose = "answer"): WorkBudget {
  return new WorkBudget(Math.max(MINIMUM[purpose], MAX_EVALUATIONS / Math.max(1, evses)));
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

/**
 * The composite schedules of the station and of EVSE 1, 2 and so on, in this order. Of those that are pushed the ones for
 * direct current are in watts.
 */
export function allSchedules(
  context: ScheduleContext,
  window: ScheduleWindow,
  purpose: SchedulePurpose = "answer",
): readonly CompositeSchedule[] {
  const budget = () => budgetPerSchedule(context.evses.length, purpose);
  // EVerest ignores amperes where an EVSE delivers direct current.
  const unitOf = ({ current }: EvseSituation) => purpose === "push" && current === "DC" ? "W" : window.unit;
  const ofEvse = (evse: EvseSituation) =>
    evseSchedule(evse, context, { ...window, unit: unitOf(evse) }, budget());
  const evses = context.evses.map(ofEvse);
  return [stationSchedule(evses, context, window, budget()), ...evses];
}
