import { toTimestamp } from "../../kernel/clock.ts";
import type {
  ChargingLimitSourceEnumType,
  ChargingProfileType,
  ChargingRateUnitEnumType,
} from "../../ocpp/messages.ts";
import { type ChargingProfile, readChargingProfile } from "./charging-profile.ts";
import { gridPhases } from "./grid-demand.ts";
import type { ScheduleContext } from "./schedule-context.ts";

/** The limit of an external system for an EVSE: amperes per phase or watts in total. */
export interface OutsideLimit {
  readonly value: number;
  readonly unit: ChargingRateUnitEnumType;
}

/** An outside limit that is in force, and since when by the monotonic clock. */
export interface ExternalLimit extends OutsideLimit {
  readonly sinceMonotonicMs: number;
}

/** EVerest's energy management does not report which kind of system has set a limit. */
export const EXTERNAL_SOURCE: ChargingLimitSourceEnumType = "EMS";

/**
 * The limit as the EVSE counts: outside, amperes are those of a phase of the grid, and direct current comes from all
 * phases.
 */
export function onEvse(
  limit: OutsideLimit,
  evseId: number,
  { evses, station, supplyVolts }: ScheduleContext,
): OutsideLimit {
  if (limit.unit === "W" || evses[evseId - 1]?.current !== "DC") return limit;
  return { value: limit.value * supplyVolts * gridPhases(station), unit: "W" };
}

/**
 * Of the limits the one that leaves the smallest part of what is allowed in its unit. Where the profiles allow no more
 * than any of them, the outside limits change nothing: undefined.
 */
export function bindingLimit(
  limits: readonly OutsideLimit[],
  allowedIn: (unit: ChargingRateUnitEnumType) => number,
): OutsideLimit | undefined {
  let binding: OutsideLimit | undefined;
  let smallest = Infinity;
  for (const limit of limits) {
    const allowed = allowedIn(limit.unit);
    const part = limit.value / allowed;
    if (limit.value >= allowed || part >= smallest) continue;
    smallest = part;
    binding = limit;
  }
  return binding;
}

/** Whether the CSMS must be notified that a limit replaces another; undefined: there is none. */
export function isWorthTelling(
  before: OutsideLimit | undefined,
  after: OutsideLimit | undefined,
  percent: number,
): boolean {
  // The begin and the end of a limit of any size are reported.
  if (before === undefined || after === undefined) return before !== after;
  return before.unit !== after.unit || isSignificant(before.value, after.value, percent);
}

/** Whether a limit has changed by more than LimitChangeSignificance (part 2, SC.03). */
function isSignificant(before: number, after: number, percent: number): boolean {
  if (before === after) return false;
  return Math.abs(after - before) * 100 > percent * Math.abs(before);
}

/**
 * The limit as the charging profile that reports show (K11.FR.06, K12.FR.05); `sinceMs` by the wall clock. Its id is
 * negative, so that no id of the CSMS is like it.
 */
export function externalProfile(
  evseId: number,
  { value, unit }: OutsideLimit,
  sinceMs: number,
): ChargingProfileType {
  return {
    id: -evseId,
    stackLevel: 0,
    chargingProfilePurpose: "ChargingStationExternalConstraints",
    chargingProfileKind: "Absolute",
    chargingSchedule: [{
      id: evseId,
      startSchedule: toTimestamp(sinceMs),
      chargingRateUnit: unit,
      chargingSchedulePeriod: [{ startPeriod: 0, limit: value }],
    }],
  };
}

/** The profile as schedules count with it: its limit is in force, also when the wall clock is before its start. */
export function inForce(evseId: number, wire: ChargingProfileType): ChargingProfile {
  const profile = readChargingProfile(evseId, EXTERNAL_SOURCE, wire);
  return { ...profile, schedules: profile.schedules.map((schedule) => ({ ...schedule, startSeconds: 0 })) };
}
