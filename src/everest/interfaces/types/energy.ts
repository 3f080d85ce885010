import { array, boolean, dateTime, type Infer, integer, number, object, string } from "../../codec/mod.ts";
import { pricePerkWh } from "./energy-price-information.ts";

export const numberWithSource = object({
  value: number(),
  source: string(),
});
export type NumberWithSource = Infer<typeof numberWithSource>;

export const integerWithSource = object({
  value: integer(),
  source: string(),
});
export type IntegerWithSource = Infer<typeof integerWithSource>;

export const limitsRes = object({}, {
  total_power_W: numberWithSource,
  ac_max_current_A: numberWithSource,
  ac_max_phase_count: integerWithSource,
});
export type LimitsRes = Infer<typeof limitsRes>;

export const scheduleResEntry = object({
  timestamp: dateTime(),
  limits_to_root: limitsRes,
}, {
  price_per_kwh: pricePerkWh,
});
export type ScheduleResEntry = Infer<typeof scheduleResEntry>;

/** The energy manager's decision for a node. */
export const enforcedLimits = object({
  uuid: string(),
  valid_for: integer(),
  limits_root_side: limitsRes,
  schedule: array(scheduleResEntry),
});
export type EnforcedLimits = Infer<typeof enforcedLimits>;

/** Limits of one schedule entry, each with its source. */
export const limitsReq = object({}, {
  total_power_W: numberWithSource,
  ac_max_current_A: numberWithSource,
  ac_min_current_A: numberWithSource,
  ac_max_phase_count: integerWithSource,
  ac_min_phase_count: integerWithSource,
  ac_supports_changing_phases_during_charging: boolean(),
  ac_number_of_active_phases: integer({ minimum: 1, maximum: 3 }),
});
export type LimitsReq = Infer<typeof limitsReq>;

export const scheduleReqEntry = object({
  timestamp: dateTime(),
  limits_to_root: limitsReq,
  limits_to_leaves: limitsReq,
}, {
  conversion_efficiency: number({ minimum: 0, maximum: 1 }),
  price_per_kwh: pricePerkWh,
});
export type ScheduleReqEntry = Infer<typeof scheduleReqEntry>;

export const frequencyWattPoint = object({
  frequency_Hz: number(),
  total_power_W: number(),
});
export type FrequencyWattPoint = Infer<typeof frequencyWattPoint>;

export const setpointType = object({
  priority: integer({ minimum: 0, maximum: 1000 }),
  source: string(),
}, {
  ac_current_A: number(),
  total_power_W: number(),
  frequency_table: array(frequencyWattPoint),
});
export type SetpointType = Infer<typeof setpointType>;

export const scheduleSetpointEntry = object({
  timestamp: dateTime(),
}, {
  setpoint: setpointType,
});
export type ScheduleSetpointEntry = Infer<typeof scheduleSetpointEntry>;

/** Limits towards the energy manager. All three lists are required; the last entry of each stays in force. */
export const externalLimits = object({
  schedule_import: array(scheduleReqEntry),
  schedule_export: array(scheduleReqEntry),
  schedule_setpoints: array(scheduleSetpointEntry),
});
export type ExternalLimits = Infer<typeof externalLimits>;

/** Ratings of an energy node (main of 2026-08). */
export const capabilityLimits = object({
  max_current_A: number({ minimum: 0 }),
  max_phase_count: integer({ minimum: 0, maximum: 3 }),
  nominal_voltage_V: number({ minimum: 1 }),
  total_power_W: number(),
});
export type CapabilityLimits = Infer<typeof capabilityLimits>;
