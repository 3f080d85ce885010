import { assertNever } from "../../kernel/assert-never.ts";
import type { ChargingRateUnitEnumType } from "../../ocpp/messages.ts";

/** A limit in the unit in which it was set. */
export interface Limit {
  /** Amperes per phase or watts in total. */
  readonly value: number;
  readonly unit: ChargingRateUnitEnumType;
  /** Phases that may be used, and that the conversion between the units counts; 1 for direct current. */
  readonly numberPhases: number;
  readonly phaseToUse?: number;
}

/** Phases of a period of alternating current without numberPhases (K01.FR.49). */
export const ASSUMED_PHASES = 3;

/**
 * The limit in the requested unit. Watts become amperes per phase by the number of phases of their own period
 * (K01.FR.50, errata 2025-09); amperes become watts by the phases that all limits
 * together allow, `usablePhases` at most.
 */
export function inUnit(
  { value, unit, numberPhases }: Limit,
  asked: ChargingRateUnitEnumType,
  supplyVolts: number,
  usablePhases: number,
): number {
  if (unit === asked) return value;
  switch (asked) {
    case "A":
      return value / (supplyVolts * numberPhases);
    case "W":
      return value * supplyVolts * Math.min(numberPhases, usablePhases);
    default:
      return assertNever(asked);
  }
}

/** OCPP's limits have one digit after the point. Rounded down, but not for the last bit of a binary fraction. */
export function toTenths(limit: number): number {
  return Math.floor(limit * 10 + 1e-6) / 10;
}
