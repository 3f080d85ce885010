import fc from "fast-check";
import type { ChargingProfileType } from "../../../../src/ocpp/messages.ts";
import { readChargingProfile } from "../../../../src/station/smart-charging/charging-profile.ts";
import {
  groupByEvse,
  type ScheduleContext,
} from "../../../../src/station/smart-charging/schedule-context.ts";
import type { NaiveEvse, NaiveStation } from "./naive-schedule.ts";

/** A Monday, two minutes before midnight: days and weeks recur inside the windows that the tests ask for. */
export const NOW_SECONDS = Date.parse("2026-03-29T23:58:00Z") / 1000;
export const WINDOW_SECONDS = 240;

const dateTime = (atSeconds: number) => new Date(atSeconds * 1000).toISOString();

/** A moment near the window, as an offset from its start. */
const nearby = fc.integer({ min: -120, max: WINDOW_SECONDS + 60 });

const periods = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 4 }).chain((starts) =>
  fc.tuple(
    ...[0, ...starts.sort((a, b) => a - b)].map((startPeriod) =>
      fc.record({
        startPeriod: fc.constant(startPeriod),
        limit: fc.integer({ min: 0, max: 400 }).map((tenths) => tenths / 10),
        numberPhases: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      })
    ),
  )
);

const DAYS_AGO = fc.constantFrom(0, 1, 2, 6, 7, 14, 365);

function profile(index: number, evses: number) {
  return fc.record({
    purpose: fc.constantFrom(
      "TxDefaultProfile",
      "TxDefaultProfile",
      "TxProfile",
      "TxProfile",
      "ChargingStationMaxProfile",
      "ChargingStationExternalConstraints",
    ),
    kind: fc.constantFrom("Absolute", "Recurring", "Relative"),
    recurrencyKind: fc.constantFrom("Daily", "Weekly"),
    evse: fc.integer({ min: 0, max: evses }),
    unit: fc.constantFrom("A", "W"),
    duration: fc.option(fc.integer({ min: 0, max: 300 }), { nil: undefined }),
    start: nearby,
    daysAgo: DAYS_AGO,
    validFrom: fc.option(nearby, { nil: undefined }),
    validTo: fc.option(nearby, { nil: undefined }),
    periods,
    phaseToUse: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    isOfOtherTransaction: fc.boolean(),
  }).map((drawn) => {
    const isTx = drawn.purpose === "TxProfile";
    const isMax = drawn.purpose === "ChargingStationMaxProfile";
    const evseId = isMax ? 0 : isTx ? Math.max(1, drawn.evse) : drawn.evse;
    const kind = isMax && drawn.kind === "Relative" ? "Absolute" : drawn.kind;
    const wire = {
      id: index + 1,
      // No two profiles share a level, as the acceptance rules see to.
      stackLevel: index,
      chargingProfilePurpose: drawn.purpose,
      chargingProfileKind: kind,
      ...(kind === "Recurring" ? { recurrencyKind: drawn.recurrencyKind } : {}),
      ...(isTx ? { transactionId: drawn.isOfOtherTransaction ? "other" : `tx-${evseId}` } : {}),
      ...(drawn.validFrom === undefined ? {} : { validFrom: dateTime(NOW_SECONDS + drawn.validFrom) }),
      ...(drawn.validTo === undefined ? {} : { validTo: dateTime(NOW_SECONDS + drawn.validTo) }),
      chargingSchedule: [{
        id: 1,
        chargingRateUnit: drawn.unit,
        ...(drawn.duration === undefined ? {} : { duration: drawn.duration }),
        ...(kind === "Relative" ? {} : {
          startSchedule: dateTime(
            NOW_SECONDS + drawn.start - (kind === "Recurring" ? drawn.daysAgo * 86_400 : 0),
          ),
        }),
        chargingSchedulePeriod: drawn.periods.map(({ startPeriod, limit, numberPhases }) => ({
          startPeriod,
          limit: drawn.unit === "W" ? limit * 500 : limit,
          ...(numberPhases === undefined ? {} : { numberPhases }),
          ...(numberPhases === 1 && drawn.phaseToUse !== undefined ? { phaseToUse: drawn.phaseToUse } : {}),
        })),
      }],
    } as ChargingProfileType;
    return { evseId, profile: wire };
  });
}

const evse = (index: number): fc.Arbitrary<NaiveEvse> =>
  fc.record({
    current: fc.constantFrom("AC" as const, "AC" as const, "DC" as const),
    defaultPhases: fc.integer({ min: 1, max: 3 }),
    isCharging: fc.boolean(),
    // Ahead of now: of a clock that was set back since.
    readySince: fc.option(fc.integer({ min: -200, max: 200 }), { nil: undefined }),
  }).map(({ current, defaultPhases, isCharging, readySince }) => ({
    current,
    defaultPhases,
    defaultAmperes: 48,
    defaultWatts: 33_120,
    ...(isCharging ? { transactionId: `tx-${index + 1}` } : {}),
    ...(isCharging && readySince !== undefined ? { readySinceSeconds: NOW_SECONDS + readySince } : {}),
  }));

/** Stations of one to three EVSEs with up to eight profiles of all kinds. */
export const stations: fc.Arbitrary<NaiveStation> = fc.integer({ min: 1, max: 3 }).chain((evses) =>
  fc.record({
    evses: fc.tuple(...Array.from({ length: evses }, (_, index) => evse(index))),
    profiles: fc.integer({ min: 0, max: 8 }).chain((count) =>
      fc.tuple(...Array.from({ length: count }, (_, index) => profile(index, evses)))
    ),
    stationCurrent: fc.constantFrom("AC" as const, "AC" as const, "DC" as const),
    stationAmperes: fc.option(fc.integer({ min: 10, max: 100 }), { nil: undefined }),
    supplyVolts: fc.constantFrom(230, 120),
    ignoredPurposes: fc.subarray(["TxProfile", "TxDefaultProfile"] as const, { maxLength: 1 }),
  }) as fc.Arbitrary<NaiveStation>
);

/** The same station as the product has it. */
export function contextOf(station: NaiveStation): ScheduleContext {
  return {
    profiles: groupByEvse(
      station.profiles.map(({ evseId, profile }) => readChargingProfile(evseId, "CSO", profile)),
    ),
    ignoredPurposes: new Set(station.ignoredPurposes),
    station: {
      current: station.stationCurrent,
      localLimits: station.stationAmperes === undefined
        ? []
        : [{ origin: "rating", amperes: station.stationAmperes }],
    },
    evses: station.evses.map((naive, index) => ({
      evseId: index + 1,
      current: naive.current,
      defaultLimit: {
        origin: "default",
        amperes: naive.defaultAmperes,
        watts: naive.defaultWatts,
        numberPhases: naive.defaultPhases,
      },
      localLimits: [],
      ...(naive.transactionId === undefined ? {} : {
        transaction: {
          id: naive.transactionId,
          ...(naive.readySinceSeconds === undefined ? {} : { readySinceSeconds: naive.readySinceSeconds }),
        },
      }),
    })),
    supplyVolts: station.supplyVolts,
  };
}
