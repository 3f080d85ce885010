import type { ChargingProfilePurposeEnumType, ChargingRateUnitEnumType } from "../../ocpp/messages.ts";
import { MAX_CHARGING_PROFILE_CHARACTERS, MAX_CHARGING_PROFILES } from "../../kernel/limits.ts";
import { characteristicsOf } from "../../variables/characteristics.ts";
import { type DeviceModel, type VariableKey, variableKey } from "../../variables/device-model.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import type { ProfileCapabilities } from "./profile-context.ts";
import type { ScheduleCapabilities } from "./schedule-acceptance.ts";

const AVAILABLE = variableKey("SmartChargingCtrlr", "Available");
const ENABLED = variableKey("SmartChargingCtrlr", "Enabled");
const RATE_UNIT = variableKey("SmartChargingCtrlr", "RateUnit");
const PERIODS_PER_SCHEDULE = variableKey("SmartChargingCtrlr", "PeriodsPerSchedule");
const STACK_LEVEL = variableKey("SmartChargingCtrlr", "ProfileStackLevel");
const PHASE_SWITCHING = variableKey("SmartChargingCtrlr", "ACPhaseSwitchingSupported");
const IGNORED_OFFLINE = variableKey("SmartChargingCtrlr", "IgnoredProfilePurposesOffline");
/** Entries[ChargingProfiles]: how many are installed; its maxLimit is how many can be. */
export const INSTALLED_PROFILES = variableKey("SmartChargingCtrlr", "Entries", "ChargingProfiles");

/** A change of one of these may change schedules; a key without instance stands for all instances. */
export const SCHEDULE_INPUTS: readonly VariableKey[] = [
  ...[AVAILABLE, ENABLED, RATE_UNIT, PERIODS_PER_SCHEDULE, STACK_LEVEL, PHASE_SWITCHING, IGNORED_OFFLINE],
  ...[
    "Phases3to1",
    "ExternalControlSignalsEnabled",
    "CompositeScheduleDefaultLimitAmps",
    "CompositeScheduleDefaultLimitWatts",
    "CompositeScheduleDefaultNumberPhases",
    "SupplyVoltage",
    "OfflineLimitAmps",
    "OfflineLimitWatts",
    "OfflineLimitDelay",
  ].map((name) => variableKey("SmartChargingCtrlr", name)),
];

/** Used where the device model has no value. */
const FALLBACK = { maxStackLevel: 99, maxPeriods: 1024, supplyPhases: 3 } as const;
const RATE_UNITS: readonly ChargingRateUnitEnumType[] = ["A", "W"];

/** Whether charging profiles are followed: SmartChargingCtrlr is available and enabled. */
export function followsProfiles(deviceModel: Pick<DeviceModel, "boolean">): boolean {
  return deviceModel.boolean(AVAILABLE) === true && deviceModel.boolean(ENABLED) !== false;
}

/** In the order of RateUnit; both where it is empty. */
export function rateUnits(deviceModel: Pick<DeviceModel, "list">): readonly ChargingRateUnitEnumType[] {
  const units = (deviceModel.list(RATE_UNIT) ?? []).flatMap((unit) =>
    RATE_UNITS.filter((known) => known === unit)
  );
  return units.length > 0 ? units : RATE_UNITS;
}

export function readProfileCapabilities(
  deviceModel: Pick<StationDeviceModel, "integer" | "components">,
): ProfileCapabilities {
  const configured = characteristicsOf(deviceModel, INSTALLED_PROFILES)?.maxLimit ?? Infinity;
  return {
    maxProfiles: Math.min(configured, MAX_CHARGING_PROFILES),
    maxCharacters: MAX_CHARGING_PROFILE_CHARACTERS,
    maxStackLevel: deviceModel.integer(STACK_LEVEL) ?? FALLBACK.maxStackLevel,
  };
}

/** Of an EVSE, or of the station (0). */
export function readScheduleCapabilities(
  deviceModel: Pick<DeviceModel, "integer" | "boolean" | "list">,
  evseId: number,
): ScheduleCapabilities {
  const supplyPhases = deviceModel.integer(supplyPhasesKey(evseId));
  return {
    rateUnits: rateUnits(deviceModel),
    maxPeriods: deviceModel.integer(PERIODS_PER_SCHEDULE) ?? FALLBACK.maxPeriods,
    current: supplyPhases === 0 ? "DC" : "AC",
    supplyPhases: supplyPhases ?? FALLBACK.supplyPhases,
    phaseSwitching: deviceModel.boolean(PHASE_SWITCHING) === true ? "byPhase" : "none",
  };
}

/** Part 2, §2.13: 0 means direct current. */
export function supplyPhasesKey(evseId: number): VariableKey {
  if (evseId === 0) return variableKey("ChargingStation", "SupplyPhases");
  return { component: { name: "EVSE", evse: { id: evseId } }, variable: { name: "SupplyPhases" } };
}

/** Purposes that do not count while the CSMS cannot be reached. */
export function ignoredOffline(
  deviceModel: Pick<DeviceModel, "list">,
): ReadonlySet<ChargingProfilePurposeEnumType> {
  return new Set(deviceModel.list(IGNORED_OFFLINE) as readonly ChargingProfilePurposeEnumType[] | undefined);
}
