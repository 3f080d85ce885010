import type { CompositeSchedule, SchedulePeriod, ScheduleWindow } from "./composite-schedule.ts";
import { gridDemand } from "./grid-demand.ts";
import { ASSUMED_PHASES } from "./limit.ts";
import type { ScheduleContext } from "./schedule-context.ts";

/** What the schedules of several EVSEs allow together, in the unit of the window. */
export interface ScheduleSum {
  /** As long as the shortest of them. */
  readonly durationSeconds: number;
  readonly isCutShort: boolean;
  /** To be asked with ascending moments of the window. */
  at(atSeconds: number): SummedLimit;
}

export interface SummedLimit {
  readonly limit: number;
  /** The most that any of them uses. */
  readonly numberPhases: number;
  readonly untilSeconds: number;
}

interface Change {
  readonly atSeconds: number;
  readonly limit: number;
  readonly numberPhases: number;
  readonly before?: { readonly limit: number; readonly numberPhases: number };
}

/** Goes through the changes of all schedules in order of time, so that the cost grows with their number only. */
export function sumOfSchedules(
  schedules: readonly CompositeSchedule[],
  window: ScheduleWindow,
  context: ScheduleContext,
): ScheduleSum {
  const changes = schedules.flatMap((schedule) => changesOf(schedule, window, context)).sort((a, b) =>
    a.atSeconds - b.atSeconds
  );
  /** By number of phases: how many schedules use so many now. */
  const users = [0, 0, 0, 0];
  let limit = 0;
  let next = 0;
  const durationSeconds = Math.min(
    Math.max(0, window.durationSeconds),
    ...schedules.map((schedule) => schedule.durationSeconds),
  );
  return {
    durationSeconds,
    isCutShort: schedules.some((schedule) => schedule.isCutShort),
    at(atSeconds) {
      for (let change = changes[next]; change && change.atSeconds <= atSeconds; change = changes[++next]) {
        limit += change.limit - (change.before?.limit ?? 0);
        users[change.numberPhases]! += 1;
        if (change.before) users[change.before.numberPhases]! -= 1;
      }
      const most = users.findLastIndex((count) => count > 0);
      return {
        limit,
        numberPhases: most > 0 ? most : ASSUMED_PHASES,
        untilSeconds: changes[next]?.atSeconds ?? Infinity,
      };
    },
  };
}

function changesOf(
  schedule: CompositeSchedule,
  { unit }: ScheduleWindow,
  context: ScheduleContext,
): readonly Change[] {
  const { factor, phases } = gridDemand(schedule, unit, context);
  const demandOf = ({ limit, numberPhases = phases }: SchedulePeriod) => ({
    limit: limit * factor,
    numberPhases,
  });
  return schedule.periods.map((period, index) => {
    const before = schedule.periods[index - 1];
    return {
      atSeconds: schedule.startSeconds + period.startSeconds,
      ...demandOf(period),
      ...(before === undefined ? {} : { before: demandOf(before) }),
    };
  });
}
