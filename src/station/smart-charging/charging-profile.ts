import { dateTimeMs } from "../../kernel/date-time.ts";
import type {
  ChargingLimitSourceEnumType,
  ChargingProfileKindEnumType,
  ChargingProfilePurposeEnumType,
  ChargingProfileType,
  ChargingRateUnitEnumType,
  ChargingSchedulePeriodType,
  ChargingScheduleType,
} from "../../ocpp/messages.ts";

/**
 * A charging profile as the composite schedule is computed from it. Moments are whole seconds since
 * 1970-01-01T00:00:00Z, rounded down; an open end is an infinity.
 */
export interface ChargingProfile {
  readonly id: number;
  /** 0: the charging station; its TxDefaultProfile applies to every EVSE (K01.FR.14). */
  readonly evseId: number;
  readonly source: ChargingLimitSourceEnumType;
  readonly purpose: ChargingProfilePurposeEnumType;
  readonly stackLevel: number;
  readonly kind: ChargingProfileKindEnumType;
  /** Between two starts of a Recurring profile; `Infinity` for the other kinds. */
  readonly recurrenceSeconds: number;
  readonly validFromSeconds: number;
  readonly validToSeconds: number;
  readonly transactionId?: string;
  /** One; up to three for an EV that chooses one of them (ISO 15118). */
  readonly schedules: readonly ChargingSchedule[];
  /** The profile as the CSMS sent it, for reports; its periods are those of `schedules`. */
  readonly wire: ChargingProfileType;
  /** Length of its JSON, in UTF-16 units. */
  readonly characters: number;
}

export interface ChargingSchedule {
  readonly id: number;
  readonly unit: ChargingRateUnitEnumType;
  /** Absent: relative to the transaction. */
  readonly startSeconds?: number;
  /** `Infinity` when the schedule has no duration. */
  readonly durationSeconds: number;
  /** At least one, by ascending start. */
  readonly periods: readonly ChargingPeriod[];
}

/**
 * `startPeriod` in seconds from the start of the schedule; `limit` in amperes per phase or watts in total, by the schedule's
 * unit. The type of the wire: a copy of thousands of periods would take their memory twice.
 */
export type ChargingPeriod = Readonly<ChargingSchedulePeriodType>;

const DAY_SECONDS = 86_400;
const RECURRENCE_SECONDS = { Daily: DAY_SECONDS, Weekly: 7 * DAY_SECONDS } as const;

/** Reads a validated profile of the wire. A Recurring profile without recurrencyKind recurs daily. */
export function readChargingProfile(
  evseId: number,
  source: ChargingLimitSourceEnumType,
  wire: ChargingProfileType,
): ChargingProfile {
  const isRecurring = wire.chargingProfileKind === "Recurring";
  return {
    id: wire.id,
    evseId,
    source,
    purpose: wire.chargingProfilePurpose,
    stackLevel: wire.stackLevel,
    kind: wire.chargingProfileKind,
    recurrenceSeconds: isRecurring ? RECURRENCE_SECONDS[wire.recurrencyKind ?? "Daily"] : Infinity,
    validFromSeconds: wire.validFrom === undefined ? -Infinity : secondsOf(wire.validFrom),
    validToSeconds: wire.validTo === undefined ? Infinity : secondsOf(wire.validTo),
    ...(wire.transactionId === undefined ? {} : { transactionId: wire.transactionId }),
    schedules: wire.chargingSchedule.map(readSchedule),
    wire,
    characters: JSON.stringify(wire).length,
  };
}

function readSchedule(wire: ChargingScheduleType): ChargingSchedule {
  return {
    id: wire.id,
    unit: wire.chargingRateUnit,
    ...(wire.startSchedule === undefined ? {} : { startSeconds: secondsOf(wire.startSchedule) }),
    durationSeconds: wire.duration ?? Infinity,
    periods: wire.chargingSchedulePeriod,
  };
}

function secondsOf(dateTime: string): number {
  return Math.floor(dateTimeMs(dateTime) / 1000);
}
