import type { ExternalLimits, LimitsReq } from "../everest/interfaces/types/energy.ts";
import type { ChargingSchedules } from "../everest/interfaces/types/ocpp-charging-schedule.ts";
import { toTimestamp } from "../kernel/clock.ts";
import type { CompositeSchedule, SchedulePeriod } from "../station/smart-charging/composite-schedule.ts";

/** The schedule as limits of an energy node; `source` identifies the sender. */
export function toExternalLimits(schedule: CompositeSchedule, source: string): ExternalLimits {
  return {
    schedule_import: schedule.periods.map((period) => ({
      // From the schedule's own start: another "now" would shift every period.
      timestamp: toTimestamp((schedule.startSeconds + period.startSeconds) * 1000),
      limits_to_root: {},
      limits_to_leaves: toLimits(period, schedule.unit, source),
    })),
    schedule_export: [],
    schedule_setpoints: [],
  };
}

function toLimits({ limit, numberPhases }: SchedulePeriod, unit: "A" | "W", source: string): LimitsReq {
  const value = { value: limit, source };
  return {
    ...(unit === "A" ? { ac_max_current_A: value } : { total_power_W: value }),
    ...(numberPhases === undefined ? {} : { ac_max_phase_count: { value: numberPhases, source } }),
  };
}

/** The schedules as `ocpp_generic` publishes them. */
export function toChargingSchedules(schedules: readonly CompositeSchedule[]): ChargingSchedules {
  return {
    schedules: schedules.map(({ evseId, startSeconds: scheduleStart, durationSeconds, unit, periods }) => ({
      evse: evseId,
      charging_rate_unit: unit,
      duration: durationSeconds,
      start_schedule: toTimestamp(scheduleStart * 1000),
      charging_schedule_period: periods.map(({ startSeconds, limit, numberPhases, phaseToUse }) => ({
        start_period: startSeconds,
        limit,
        ...(numberPhases === undefined ? {} : { number_phases: numberPhases }),
        ...(phaseToUse === undefined ? {} : { phase_to_use: phaseToUse }),
      })),
    })),
  };
}
