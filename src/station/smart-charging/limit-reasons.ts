import type { ChargingProfilePurposeEnumType, ChargingRateUnitEnumType } from "../../ocpp/messages.ts";
import type { ChargingProfile } from "./charging-profile.ts";
import { inUnit, type Limit, toTenths } from "./limit.ts";
import { lowestLimit, usablePhasesOf } from "./lowest-limit.ts";
import type { IdleReason } from "./profile-standing.ts";
import type { LocalOrigin } from "./schedule-context.ts";

/** A possible limit of an EVSE or the station, and its part in the decision of one moment. */
export interface LimitCandidate {
  readonly who: Limiter;
  readonly verdict: LimitVerdict;
  /** Absent: it sets no limit at this moment. */
  readonly limit?: Limit;
  /** The limit in the unit asked for, before it is rounded. */
  readonly converted?: ConvertedLimit;
}

export type Limiter =
  | {
    readonly kind: "profile";
    readonly profileId: number;
    readonly purpose: ChargingProfilePurposeEnumType;
    readonly stackLevel: number;
    /** Where it is installed; 0: the station. */
    readonly evseId: number;
  }
  /** A limit that no profile sets. */
  | { readonly kind: "local"; readonly origin: LocalOrigin }
  /** What all EVSEs may draw together. */
  | { readonly kind: "evses" };

export type LimitVerdict =
  /** It is the lowest. */
  | "decides"
  | "higher"
  | Overruled
  /** Its profile has no period at this moment. */
  | IdleReason;

/** It has a limit, which does not count. */
export type Overruled =
  | "lowerStackLevel"
  /** A TxDefaultProfile beside a TxProfile. */
  | "txProfileGoesFirst"
  /** A default limit beside a profile. */
  | "profileGoesFirst"
  | "otherTransaction"
  | "noTransaction"
  /** Its purpose does not count while the CSMS cannot be reached. */
  | "ignoredOffline";

export interface ConvertedLimit {
  readonly value: number;
  /** Absent: the limit was in this unit. */
  readonly by?: { readonly supplyVolts: number; readonly phases: number };
}

export function limiterOf({ id, purpose, stackLevel, evseId }: ChargingProfile): Limiter {
  return { kind: "profile", profileId: id, purpose, stackLevel, evseId };
}

/** Which of the limits that count decide: the lowest ones. */
export function judged(
  counting: readonly { readonly who: Limiter; readonly limit: Limit }[],
  unit: ChargingRateUnitEnumType,
  supplyVolts: number,
  current: "AC" | "DC",
): readonly LimitCandidate[] {
  const limits = counting.map(({ limit }) => limit);
  const usablePhases = current === "DC" ? Infinity : usablePhasesOf(limits);
  const lowest = lowestLimit(limits, unit, supplyVolts, current).limit;
  return counting.map(({ who, limit }) => {
    const value = inUnit(limit, unit, supplyVolts, usablePhases);
    const phases = unit === "W" ? Math.min(limit.numberPhases, usablePhases) : limit.numberPhases;
    return {
      who,
      limit,
      converted: { value, ...(limit.unit === unit ? {} : { by: { supplyVolts, phases } }) },
      verdict: toTenths(value) === lowest ? "decides" : "higher",
    };
  });
}
