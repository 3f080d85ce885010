import type {
  ChargingRateUnitEnumType,
  ChargingSchedulePeriodType,
  ChargingScheduleType,
  StatusInfoType,
} from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";

/** The supported schedules of an EVSE, or of the station. */
export interface ScheduleCapabilities {
  readonly rateUnits: readonly ChargingRateUnitEnumType[];
  readonly maxPeriods: number;
  readonly current: "AC" | "DC";
  /** Phases that the EVSE has. */
  readonly supplyPhases: number;
  /** ACPhaseSwitchingSupported: "byPhase" when the phase to use can be chosen. */
  readonly phaseSwitching: "byPhase" | "none";
}

/** Amperes or watts; "no limit" is often written as 999999. Sums of limits stay exact below it. */
export const MAX_LIMIT = 1_000_000_000;

/** Why a schedule is rejected; undefined when it is accepted. */
export function scheduleRefusal(
  schedule: ChargingScheduleType,
  capabilities: ScheduleCapabilities,
): StatusInfoType | undefined {
  const { chargingRateUnit, chargingSchedulePeriod: periods, duration, minChargingRate } = schedule;
  if (!capabilities.rateUnits.includes(chargingRateUnit)) {
    return statusInfo("UnsupportedRateUnit", `chargingRateUnit ${chargingRateUnit} is not supported`);
  }
  if (periods.length > capabilities.maxPeriods) {
    return statusInfo("TooManyElements", `A schedule can have ${capabilities.maxPeriods} periods`);
  }
  if (periods.length === 0) return invalid("there is no period");
  if (duration !== undefined && duration <= 0) return invalid("duration is not greater than 0");
  if (minChargingRate !== undefined && !isLimit(minChargingRate)) {
    return invalid("minChargingRate is out of range");
  }
  return periodsRefusal(periods, capabilities);
}

function periodsRefusal(
  periods: readonly ChargingSchedulePeriodType[],
  capabilities: ScheduleCapabilities,
): StatusInfoType | undefined {
  let before = -1;
  for (const [index, period] of periods.entries()) {
    if (index === 0 && period.startPeriod !== 0) return invalid("the first period does not start at 0");
    if (period.startPeriod <= before) return invalid(`period ${index} does not start after the one before`);
    before = period.startPeriod;
    if (!isLimit(period.limit)) return invalid(`the limit of period ${index} is out of range`);
    const refusal = phasesRefusal(period, index, capabilities);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function phasesRefusal(
  { numberPhases, phaseToUse }: ChargingSchedulePeriodType,
  index: number,
  { current, supplyPhases, phaseSwitching }: ScheduleCapabilities,
): StatusInfoType | undefined {
  // Phases mean nothing to direct current and are ignored (K01.FR.44).
  if (current === "DC") return undefined;
  if (numberPhases !== undefined && (numberPhases < 1 || numberPhases > 3)) {
    return invalid(`numberPhases of period ${index} is not 1, 2 or 3`);
  }
  if (numberPhases !== undefined && numberPhases > supplyPhases) {
    return invalid(`numberPhases of period ${index} is more than the ${supplyPhases} that there are`);
  }
  if (phaseToUse === undefined) return undefined;
  if (numberPhases !== 1) return invalid(`phaseToUse of period ${index} needs numberPhases 1`);
  if (phaseSwitching === "none") return invalid(`phaseToUse of period ${index} cannot be chosen here`);
  return phaseToUse >= 1 && phaseToUse <= 3
    ? undefined
    : invalid(`phaseToUse of period ${index} is not 1, 2 or 3`);
}

function isLimit(value: number): boolean {
  return value >= 0 && value <= MAX_LIMIT;
}

function invalid(why: string): StatusInfoType {
  return statusInfo("InvalidSchedule", `chargingSchedule: ${why}`);
}
