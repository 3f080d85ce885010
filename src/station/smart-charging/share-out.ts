import type { CompositeSchedule, SchedulePeriod, ScheduleWindow } from "./composite-schedule.ts";
import { toTenths } from "./limit.ts";
import { gridDemand } from "./grid-demand.ts";
import { lowestLimit } from "./lowest-limit.ts";
import type { ScheduleContext } from "./schedule-context.ts";
import { stationLimits } from "./station-schedule.ts";
import type { WorkBudget } from "./work-budget.ts";

/**
 * The schedules of the EVSEs, lowered so that they never sum up to more than the limit of the station: for energy
 * managements that have no place for such a limit. EVSEs in use get equal shares, none more than its own limit; what
 * they leave is shared out over the others, so that the next EV can begin.
 */
export function shareOut(
  schedules: readonly CompositeSchedule[],
  isInUse: (evseId: number) => boolean,
  context: ScheduleContext,
  window: ScheduleWindow,
  budget: WorkBudget,
): readonly CompositeSchedule[] {
  const limitsAt = stationLimits(context, window, budget);
  const shared = schedules.map((): SchedulePeriod[] => []);
  const endSeconds = Math.min(...schedules.map(({ durationSeconds }) => durationSeconds));
  const used = schedules.map(({ evseId }) => isInUse(evseId));
  const walks = schedules.map((schedule) => new PeriodWalk(schedule));
  const factors = schedules.map((schedule) => gridDemand(schedule, window.unit, context).factor);
  for (let offset = 0;;) {
    const { limits, untilSeconds } = limitsAt(window.startSeconds + offset);
    const periods = walks.map((walk) => walk.at(offset));
    const station = lowestLimit(limits, window.unit, context.supplyVolts, context.station.current).limit;
    const demands = periods.map(({ limit }, index) => limit * factors[index]!);
    const shares = sharesOf(demands, used, station);
    periods.forEach((period, index) => {
      const limit = Math.min(period.limit, toTenths(shares[index]! / factors[index]!));
      append(shared[index]!, { ...period, startSeconds: offset, limit });
    });
    offset = Math.min(
      untilSeconds - window.startSeconds,
      ...walks.map((walk) => walk.untilOffset),
    );
    if (offset >= endSeconds || budget.isExhausted) break;
  }
  return schedules.map((schedule, index) => ({ ...schedule, periods: shared[index]! }));
}

/** Those in use before the others; never more in total than `total`, never more for one than its demand. */
function sharesOf(demands: readonly number[], used: readonly boolean[], total: number): readonly number[] {
  const sum = demands.reduce((all, demand) => all + demand, 0);
  if (sum <= total) return demands;
  const first = fairShares(demands.map((demand, index) => used[index] ? demand : 0), total);
  const left = total - first.reduce((all, share) => all + share, 0);
  const second = fairShares(demands.map((demand, index) => used[index] ? 0 : demand), left);
  return demands.map((_, index) => first[index]! + second[index]!);
}

/** Equal shares of `total`, where who wants less than an equal share leaves the rest to the others. */
function fairShares(demands: readonly number[], total: number): readonly number[] {
  const shares = demands.map(() => 0);
  const ascending = demands.map((demand, index) => ({ demand, index })).filter(({ demand }) => demand > 0)
    .sort((a, b) => a.demand - b.demand);
  let left = Math.max(0, total);
  ascending.forEach(({ demand, index }, place) => {
    const share = Math.min(demand, left / (ascending.length - place));
    shares[index] = share;
    left -= share;
  });
  return shares;
}

function append(periods: SchedulePeriod[], period: SchedulePeriod): void {
  const last = periods.at(-1);
  const isEqual = last?.limit === period.limit && last.numberPhases === period.numberPhases &&
    last.phaseToUse === period.phaseToUse;
  if (!isEqual) periods.push(period);
}

/** Goes through the periods of a schedule with ascending offsets. */
class PeriodWalk {
  readonly #periods: readonly SchedulePeriod[];
  #index = 0;

  constructor({ periods }: CompositeSchedule) {
    this.#periods = periods;
  }

  at(offset: number): SchedulePeriod {
    while (this.untilOffset <= offset) this.#index++;
    return this.#periods[this.#index]!;
  }

  /** When the last answer ends; `Infinity` for the last period. */
  get untilOffset(): number {
    return this.#periods[this.#index + 1]?.startSeconds ?? Infinity;
  }
}
