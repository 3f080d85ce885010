import { array, boolean, enumOf, type Infer, integer, number, object, string } from "../../codec/mod.ts";

export const v2XFreqWattPointType = object({
  frequency: number(),
  power: number(),
});
export type V2XFreqWattPointType = Infer<typeof v2XFreqWattPointType>;

export const v2XSignalWattPointCurve = object({
  signal: integer(),
  power: number(),
});
export type V2XSignalWattPointCurve = Infer<typeof v2XSignalWattPointCurve>;

export const chargingSchedulePeriod = object({
  start_period: integer(),
  limit: number(),
}, {
  limit_L2: number(),
  limit_L3: number(),
  number_phases: integer(),
  stack_level: integer(),
  phase_to_use: integer(),
  discharge_limit: number(),
  discharge_limit_L2: number(),
  discharge_limit_L3: number(),
  setpoint: number(),
  setpoint_L2: number(),
  setpoint_L3: number(),
  setpoint_reactive: number(),
  setpoint_reactive_L2: number(),
  setpoint_reactive_L3: number(),
  preconditioning_request: number(),
  evse_sleep: boolean(),
  v2x_baseline: number(),
  operation_mode: enumOf(
    "Idle",
    "ChargingOnly",
    "CentralSetpoint",
    "ExternalSetpoint",
    "ExternalLimits",
    "CentralFrequency",
    "LocalFrequency",
    "LocalLoadBalancing",
  ),
  v2x_freq_watt_curve: array(v2XFreqWattPointType),
  v2x_signal_watt_curve: array(v2XSignalWattPointCurve),
});
export type ChargingSchedulePeriod = Infer<typeof chargingSchedulePeriod>;

export const chargingSchedule = object({
  evse: integer({ minimum: 0 }),
  charging_rate_unit: string(),
  charging_schedule_period: array(chargingSchedulePeriod),
}, {
  duration: integer(),
  start_schedule: string(),
  min_charging_rate: number(),
});
export type ChargingSchedule = Infer<typeof chargingSchedule>;

export const chargingSchedules = object({
  schedules: array(chargingSchedule),
});
export type ChargingSchedules = Infer<typeof chargingSchedules>;
