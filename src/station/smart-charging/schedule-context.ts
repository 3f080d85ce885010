import type { ChargingProfilePurposeEnumType, ChargingRateUnitEnumType } from "../../ocpp/messages.ts";
import type { ChargingProfile } from "./charging-profile.ts";
import { ASSUMED_PHASES, type Limit } from "./limit.ts";
import type { ScheduleAnchor } from "./profile-standing.ts";
import { byPrecedence } from "./profile-stack.ts";

/** The input of composite schedules at one moment. */
export interface ScheduleContext {
  readonly profiles: ProfilesByEvse;
  /** Purposes that do not count now (SmartChargingCtrlr.IgnoredProfilePurposesOffline). */
  readonly ignoredPurposes: ReadonlySet<ChargingProfilePurposeEnumType>;
  readonly station: StationSituation;
  /** EVSE 1, 2 and so on. */
  readonly evses: readonly EvseSituation[];
  /** Between phase and neutral. */
  readonly supplyVolts: number;
}

/** The profiles of every EVSE, and of the station (0), in order of precedence. */
export type ProfilesByEvse = ReadonlyMap<number, readonly ChargingProfile[]>;

export interface StationSituation {
  readonly current: "AC" | "DC";
  /** Of the grid, where known. */
  readonly phases?: number;
  readonly localLimits: readonly LocalLimit[];
}

export interface EvseSituation {
  readonly evseId: number;
  readonly current: "AC" | "DC";
  /** The limit of the EVSE where it has neither a TxProfile nor a TxDefaultProfile. */
  readonly defaultLimit: LocalLimit;
  readonly localLimits: readonly LocalLimit[];
  /** Absent: none is going on. */
  readonly transaction?: TransactionSituation;
}

export interface TransactionSituation {
  readonly id: string;
  /** When the EVSE was ready to deliver energy (K01.FR.42); absent as long as it is not. */
  readonly readySinceSeconds?: number;
  /** Which of the profile's schedules the EV has chosen, from 0. */
  readonly scheduleChoice?: number;
}

/** A limit that no charging profile has set. At least one of amperes and watts is there. */
export interface LocalLimit {
  readonly origin: LocalOrigin;
  /** Per phase. */
  readonly amperes?: number;
  readonly watts?: number;
  readonly numberPhases?: number;
}

export type LocalOrigin =
  /** CompositeScheduleDefaultLimitAmps or …Watts. */
  | "default"
  /** What the equipment is built for. */
  | "rating"
  /** OfflineLimitAmps or OfflineLimitWatts. */
  | "csmsGone";

export function groupByEvse(profiles: Iterable<ChargingProfile>): ProfilesByEvse {
  const grouped = new Map<number, ChargingProfile[]>();
  for (const profile of profiles) {
    const ofEvse = grouped.get(profile.evseId);
    if (ofEvse) ofEvse.push(profile);
    else grouped.set(profile.evseId, [profile]);
  }
  for (const ofEvse of grouped.values()) ofEvse.sort(byPrecedence);
  return grouped;
}

/** The same, as if no external system limited anything. */
export function withoutExternal(context: ScheduleContext): ScheduleContext {
  const ignoredPurposes = new Set(context.ignoredPurposes).add("ChargingStationExternalConstraints");
  return { ...context, ignoredPurposes };
}

/** The moment that Relative profiles of an EVSE start at: now, unless the EV already has begun. It never lies ahead. */
export function anchorOf(transaction: TransactionSituation | undefined, nowSeconds: number): ScheduleAnchor {
  return {
    relativeToSeconds: Math.min(transaction?.readySinceSeconds ?? nowSeconds, nowSeconds),
    choice: transaction?.scheduleChoice ?? 0,
  };
}

/** In the unit asked for where the limit has it, else in its own. */
export function limitOf(local: LocalLimit, asked: ChargingRateUnitEnumType, current: "AC" | "DC"): Limit {
  const { amperes, watts } = local;
  const numberPhases = current === "DC" ? 1 : local.numberPhases ?? ASSUMED_PHASES;
  if (amperes !== undefined && (asked === "A" || watts === undefined)) {
    return { value: amperes, unit: "A", numberPhases };
  }
  return { value: watts ?? Infinity, unit: "W", numberPhases };
}
