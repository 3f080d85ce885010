import type { CompositeSchedule, ScheduleWindow } from "./composite-schedule.ts";
import { ASSUMED_PHASES } from "./limit.ts";

/** What several schedules of the same unit allow together. */
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
export function sumOfSchedules(schedules: readonly CompositeSchedule[], window: ScheduleWindow): ScheduleSum {
  const changes = schedules.flatMap(changesOf).sort((a, b) => a.atSeconds - b.atSeconds);
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

/** Direct current comes from all phases of the grid. */
function changesOf({ startSeconds, periods }: CompositeSchedule): readonly Change[] {
  return periods.map(({ startSeconds: offset, limit, numberPhases = ASSUMED_PHASES }, index) => {
    const before = periods[index - 1];
    return {
      atSeconds: startSeconds + offset,
      limit,
      numberPhases,
      ...(before === undefined
        ? {}
        : { before: { limit: before.limit, numberPhases: before.numberPhases ?? ASSUMED_PHASES } }),
    };
  });
}
