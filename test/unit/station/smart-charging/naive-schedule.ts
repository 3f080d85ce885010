import type {
  ChargingProfilePurposeEnumType,
  ChargingProfileType,
  ChargingSchedulePeriodType,
} from "../../../../src/ocpp/messages.ts";

/**
 * What the specification says of one second, in the simplest words: the oracle of the composite schedule. It goes
 * through the profiles as they came from the CSMS, for every second anew, and shares no code with the product.
 */
export interface NaiveStation {
  readonly profiles: readonly { readonly evseId: number; readonly profile: ChargingProfileType }[];
  readonly evses: readonly NaiveEvse[];
  readonly stationCurrent: "AC" | "DC";
  readonly stationAmperes?: number;
  readonly supplyVolts: number;
  readonly ignoredPurposes: readonly ChargingProfilePurposeEnumType[];
}

export interface NaiveEvse {
  readonly current: "AC" | "DC";
  readonly defaultAmperes: number;
  readonly defaultWatts: number;
  readonly defaultPhases: number;
  readonly transactionId?: string;
  readonly readySinceSeconds?: number;
}

interface NaiveLimit {
  readonly value: number;
  readonly unit: "A" | "W";
  readonly phases: number;
  readonly phaseToUse?: number;
}

export interface NaiveResult {
  readonly limit: number;
  readonly numberPhases?: number;
  readonly phaseToUse?: number;
}

const seconds = (dateTime: string) => Math.floor(Date.parse(dateTime) / 1000);

/** The period of a profile that is running at a second. */
function running(
  profile: ChargingProfileType,
  second: number,
  relativeTo: number,
): { unit: "A" | "W"; period: ChargingSchedulePeriodType } | undefined {
  if (profile.validFrom !== undefined && second < seconds(profile.validFrom)) return undefined;
  if (profile.validTo !== undefined && second >= seconds(profile.validTo)) return undefined;
  const schedule = profile.chargingSchedule[0]!;
  const start = profile.chargingProfileKind === "Relative" ? relativeTo : seconds(schedule.startSchedule!);
  let since = second - start;
  if (since < 0) return undefined;
  if (profile.chargingProfileKind === "Recurring") {
    since %= profile.recurrencyKind === "Weekly" ? 7 * 24 * 3600 : 24 * 3600;
  }
  if (schedule.duration !== undefined && since >= schedule.duration) return undefined;
  const period = schedule.chargingSchedulePeriod.filter(({ startPeriod }) => startPeriod <= since).at(-1);
  return period && { unit: schedule.chargingRateUnit, period };
}

function leader(
  station: NaiveStation,
  purpose: ChargingProfilePurposeEnumType,
  evseIds: readonly number[],
  second: number,
  relativeTo: number,
  transactionId?: string,
) {
  if (station.ignoredPurposes.includes(purpose)) return undefined;
  let best: { level: number; unit: "A" | "W"; period: ChargingSchedulePeriodType } | undefined;
  for (const { evseId, profile } of station.profiles) {
    if (profile.chargingProfilePurpose !== purpose || !evseIds.includes(evseId)) continue;
    if (purpose === "TxProfile" && profile.transactionId !== transactionId) continue;
    const now = running(profile, second, relativeTo);
    if (now && (best === undefined || profile.stackLevel > best.level)) {
      best = { level: profile.stackLevel, ...now };
    }
  }
  return best;
}

function toLimit(
  leading: { unit: "A" | "W"; period: ChargingSchedulePeriodType } | undefined,
  current: "AC" | "DC",
): NaiveLimit[] {
  if (!leading) return [];
  const { limit, numberPhases, phaseToUse } = leading.period;
  return [{
    value: limit,
    unit: leading.unit,
    phases: current === "DC" ? 1 : numberPhases ?? 3,
    ...(phaseToUse === undefined ? {} : { phaseToUse }),
  }];
}

function lowest(limits: readonly NaiveLimit[], unit: "A" | "W", volts: number, current: "AC" | "DC") {
  const phases = Math.min(...limits.map((limit) => limit.phases));
  const values = limits.map((limit) => {
    if (limit.unit === unit) return limit.value;
    if (unit === "A") return limit.value / (volts * limit.phases);
    return limit.value * volts * (current === "DC" ? limit.phases : Math.min(limit.phases, phases));
  });
  const limit = Math.floor(Math.min(...values) * 10 + 1e-6) / 10;
  if (current === "DC") return { limit };
  const phaseToUse = phases === 1
    ? limits.map((one) => one.phaseToUse).find((phase) => phase !== undefined)
    : undefined;
  return { limit, numberPhases: phases, ...(phaseToUse === undefined ? {} : { phaseToUse }) };
}

/** What EVSE 1, 2 … may draw at a second, asked at `nowSeconds`. */
export function naiveEvseLimit(
  station: NaiveStation,
  evseId: number,
  second: number,
  nowSeconds: number,
  unit: "A" | "W",
): NaiveResult {
  const evse = station.evses[evseId - 1]!;
  const began = evse.transactionId === undefined ? nowSeconds : evse.readySinceSeconds ?? nowSeconds;
  const relativeTo = Math.min(began, nowSeconds);
  const tx = evse.transactionId === undefined
    ? undefined
    : leader(station, "TxProfile", [evseId], second, relativeTo, evse.transactionId);
  const own = tx ?? leader(station, "TxDefaultProfile", [0, evseId], second, relativeTo);
  const external = "ChargingStationExternalConstraints";
  return lowest(
    [
      ...(own ? toLimit(own, evse.current) : [{
        value: unit === "A" ? evse.defaultAmperes : evse.defaultWatts,
        unit,
        phases: evse.current === "DC" ? 1 : evse.defaultPhases,
      }]),
      ...toLimit(leader(station, external, [evseId], second, relativeTo), evse.current),
      ...toLimit(
        leader(station, "ChargingStationMaxProfile", [0], second, relativeTo),
        station.stationCurrent,
      ),
      ...toLimit(leader(station, external, [0], second, relativeTo), station.stationCurrent),
    ],
    unit,
    station.supplyVolts,
    evse.current,
  );
}

/** What the station may draw at a second. */
export function naiveStationLimit(
  station: NaiveStation,
  second: number,
  nowSeconds: number,
  unit: "A" | "W",
): NaiveResult {
  const evses = station.evses.map((_, index) => naiveEvseLimit(station, index + 1, second, nowSeconds, unit));
  const external = leader(station, "ChargingStationExternalConstraints", [0], second, nowSeconds);
  return lowest(
    [
      {
        // Direct current is the station's: its amperes come from three phases of the grid.
        value: evses.reduce((sum, { limit }, index) => {
          const isFromGrid = unit === "A" && station.evses[index]!.current === "DC" &&
            station.stationCurrent === "AC";
          return sum + (isFromGrid ? limit / 3 : limit);
        }, 0),
        unit,
        phases: station.stationCurrent === "DC"
          ? 1
          : Math.max(...evses.map(({ numberPhases }) => numberPhases ?? 3)),
      },
      ...(station.stationAmperes === undefined ? [] : [{
        value: station.stationAmperes,
        unit: "A" as const,
        phases: station.stationCurrent === "DC" ? 1 : 3,
      }]),
      ...toLimit(
        leader(station, "ChargingStationMaxProfile", [0], second, nowSeconds),
        station.stationCurrent,
      ),
      ...toLimit(external, station.stationCurrent),
    ],
    unit,
    station.supplyVolts,
    station.stationCurrent,
  );
}
