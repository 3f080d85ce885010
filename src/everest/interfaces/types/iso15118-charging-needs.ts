import { array, enumList, enumOf, type Infer, integer, number, object, string } from "../../codec/mod.ts";
import { directiveType } from "./grid-support.ts";
import { energyTransferMode } from "./iso15118.ts";

export const acChargingParameters = object({
  energy_amount: number(),
  ev_min_current: number(),
  ev_max_current: number(),
  ev_max_voltage: number(),
});
export type ACChargingParameters = Infer<typeof acChargingParameters>;

export const islandingDetection = enumOf(
  "NoAntiIslandingSupport",
  "RoCoF",
  "UVP_OVP",
  "UFP_OFP",
  "VoltageVectorShift",
  "ZeroCrossingDetection",
  "OtherPassive",
  "ImpedanceMeasurement",
  "ImpedanceAtFrequency",
  "SlipModeFrequencyShift",
  "SandiaFrequencyShift",
  "SandiaVoltageShift",
  "FrequencyJump",
  "RCLQFactor",
  "OtherActive",
);
export type IslandingDetection = Infer<typeof islandingDetection>;

export const derChargingParameters = object({}, {
  ev_supported_dercontrol: enumList(directiveType, { minItems: 1 }),
  ev_over_excited_max_discharge_power: number(),
  ev_over_excited_power_factor: number(),
  ev_under_excited_max_discharge_power: number(),
  ev_under_excited_power_factor: number(),
  max_apparent_power: number(),
  max_charge_apparent_power: number(),
  max_charge_apparent_power_l2: number(),
  max_charge_apparent_power_l3: number(),
  max_discharge_apparent_power: number(),
  max_discharge_apparent_power_l2: number(),
  max_discharge_apparent_power_l3: number(),
  max_charge_reactive_power: number(),
  max_charge_reactive_power_l2: number(),
  max_charge_reactive_power_l3: number(),
  min_charge_reactive_power: number(),
  min_charge_reactive_power_l2: number(),
  min_charge_reactive_power_l3: number(),
  max_discharge_reactive_power: number(),
  max_discharge_reactive_power_l2: number(),
  max_discharge_reactive_power_l3: number(),
  min_discharge_reactive_power: number(),
  min_discharge_reactive_power_l2: number(),
  min_discharge_reactive_power_l3: number(),
  nominal_voltage: number(),
  nominal_voltage_offset: number(),
  max_nominal_voltage: number(),
  min_nominal_voltage: number(),
  ev_inverter_manufacturer: string(),
  ev_inverter_model: string(),
  ev_inverter_serial_number: string(),
  ev_inverter_sw_version: string(),
  ev_inverter_hw_version: string(),
  ev_islanding_detection_method: enumList(islandingDetection, { minItems: 1 }),
  ev_islanding_trip_time: number(),
  ev_maximum_level1dcinjection: number(),
  ev_duration_level1dcinjection: number(),
  ev_maximum_level2dcinjection: number(),
  ev_duration_level2dcinjection: number(),
  ev_reactive_susceptance: number(),
  ev_session_total_discharge_energy_available: number(),
});
export type DERChargingParameters = Infer<typeof derChargingParameters>;

export const evPriceRule = object({
  energy_fee: number(),
  power_range_start: number(),
});
export type EVPriceRule = Infer<typeof evPriceRule>;

export const evAbsolutePriceScheduleEntry = object({
  duration: integer(),
  ev_price_rule: array(evPriceRule, { minItems: 1, maxItems: 8 }),
});
export type EVAbsolutePriceScheduleEntry = Infer<typeof evAbsolutePriceScheduleEntry>;

export const evAbsolutePriceSchedule = object({
  time_anchor: string(),
  currency: string(),
  ev_absolute_price_schedule_entries: array(evAbsolutePriceScheduleEntry, { minItems: 1, maxItems: 1024 }),
  price_algorithm: string(),
});
export type EVAbsolutePriceSchedule = Infer<typeof evAbsolutePriceSchedule>;

export const evPowerScheduleEntry = object({
  duration: integer(),
  power: number(),
});
export type EVPowerScheduleEntry = Infer<typeof evPowerScheduleEntry>;

export const evPowerSchedule = object({
  ev_power_schedule_entries: array(evPowerScheduleEntry, { minItems: 1, maxItems: 1024 }),
  time_anchor: string(),
});
export type EVPowerSchedule = Infer<typeof evPowerSchedule>;

export const evEnergyOffer = object({
  ev_power_schedule: evPowerSchedule,
}, {
  ev_absolute_price_schedule: evAbsolutePriceSchedule,
});
export type EVEnergyOffer = Infer<typeof evEnergyOffer>;

export const dcChargingParameters = object({
  ev_max_current: number(),
  ev_max_voltage: number(),
}, {
  ev_max_power: number(),
  ev_energy_capacity: number(),
  energy_amount: number(),
  state_of_charge: integer(),
  full_soc: integer(),
  bulk_soc: integer(),
});
export type DCChargingParameters = Infer<typeof dcChargingParameters>;

export const v2XChargingParameters = object({}, {
  min_charge_power: number(),
  min_charge_power_l2: number(),
  min_charge_power_l3: number(),
  max_charge_power: number(),
  max_charge_power_l2: number(),
  max_charge_power_l3: number(),
  min_discharge_power: number(),
  min_discharge_power_l2: number(),
  min_discharge_power_l3: number(),
  max_discharge_power: number(),
  max_discharge_power_l2: number(),
  max_discharge_power_l3: number(),
  min_charge_current: number(),
  max_charge_current: number(),
  min_discharge_current: number(),
  max_discharge_current: number(),
  min_voltage: number(),
  max_voltage: number(),
  ev_target_energy_request: number(),
  ev_min_energy_request: number(),
  ev_max_energy_request: number(),
  ev_min_v2xenergy_request: number(),
  ev_max_v2xenergy_request: number(),
  target_soc: integer(),
});
export type V2XChargingParameters = Infer<typeof v2XChargingParameters>;

export const controlMode = enumOf("ScheduledControl", "DynamicControl");
export type ControlMode = Infer<typeof controlMode>;

export const mobilityNeedsMode = enumOf("EVCC", "EVCC_SECC");
export type MobilityNeedsMode = Infer<typeof mobilityNeedsMode>;

/** What the EV asks for; at most one of the AC, DC and V2X parameters matters, in that order. */
export const chargingNeeds = object({
  requested_energy_transfer: energyTransferMode,
}, {
  ac_charging_parameters: acChargingParameters,
  der_charging_parameters: derChargingParameters,
  ev_energy_offer: evEnergyOffer,
  dc_charging_parameters: dcChargingParameters,
  v2x_charging_parameters: v2XChargingParameters,
  available_energy_transfer: enumList(energyTransferMode, { minItems: 1 }),
  control_mode: controlMode,
  mobility_needs_mode: mobilityNeedsMode,
  departure_time: string(),
});
export type ChargingNeeds = Infer<typeof chargingNeeds>;
