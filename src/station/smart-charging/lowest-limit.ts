import type { ChargingRateUnitEnumType } from "../../ocpp/messages.ts";
import type { SchedulePeriod } from "./composite-schedule.ts";
import { inUnit, type Limit, toTenths } from "./limit.ts";

/** Several limits that are in force at once, as one: the lowest of them, on no more phases than each allows. */
export function lowestLimit(
  limits: readonly Limit[],
  unit: ChargingRateUnitEnumType,
  supplyVolts: number,
  current: "AC" | "DC",
): Omit<SchedulePeriod, "startSeconds"> {
  const usablePhases = current === "DC" ? Infinity : usablePhasesOf(limits);
  let lowest = Infinity;
  for (const limit of limits) lowest = Math.min(lowest, inUnit(limit, unit, supplyVolts, usablePhases));
  const limit = toTenths(lowest);
  if (current === "DC") return { limit };
  const phaseToUse = usablePhases === 1 ? limits.find(hasPhase)?.phaseToUse : undefined;
  return { limit, numberPhases: usablePhases, ...(phaseToUse === undefined ? {} : { phaseToUse }) };
}

/** No more than any of the limits allows. */
export function usablePhasesOf(limits: readonly Limit[]): number {
  let phases = Infinity;
  for (const limit of limits) phases = Math.min(phases, limit.numberPhases);
  return phases;
}

function hasPhase(limit: Limit): boolean {
  return limit.phaseToUse !== undefined;
}
