import assert from "node:assert/strict";
import fc from "fast-check";
import type { ChargingProfileType } from "../../../../src/ocpp/messages.ts";
import {
  allSchedules,
  compositeSchedule,
  MAX_EVALUATIONS,
} from "../../../../src/station/smart-charging/all-schedules.ts";
import { readChargingProfile } from "../../../../src/station/smart-charging/charging-profile.ts";
import { MAX_COMPOSITE_PERIODS } from "../../../../src/station/smart-charging/composite-schedule.ts";
import type { CompositeSchedule } from "../../../../src/station/smart-charging/composite-schedule.ts";
import {
  groupByEvse,
  type ScheduleContext,
} from "../../../../src/station/smart-charging/schedule-context.ts";
import { contextOf, NOW_SECONDS, stations, WINDOW_SECONDS } from "./profile-sets.ts";
import type { NaiveStation } from "./naive-schedule.ts";

const WINDOW = { startSeconds: NOW_SECONDS, durationSeconds: WINDOW_SECONDS, unit: "A" } as const;
const DAY_SECONDS = 86_400;
const RUNS = { numRuns: 200, seed: 20_260_329 };

function limitAt({ periods }: CompositeSchedule, offset: number): number {
  return periods.findLast(({ startSeconds }) => startSeconds <= offset)!.limit;
}

const schedulesOf = (station: NaiveStation) => allSchedules(contextOf(station), WINDOW);

/** A profile without end on EVSE 0, in amperes on three phases. */
function always(
  chargingProfilePurpose: ChargingProfileType["chargingProfilePurpose"],
  stackLevel: number,
  limit: number,
): { evseId: number; profile: ChargingProfileType } {
  return {
    evseId: 0,
    profile: {
      id: 1000,
      stackLevel,
      chargingProfilePurpose,
      chargingProfileKind: "Absolute",
      chargingSchedule: [{
        id: 1,
        chargingRateUnit: "A",
        startSchedule: "2020-01-01T00:00:00Z",
        chargingSchedulePeriod: [{ startPeriod: 0, limit }],
      }],
    },
  };
}

Deno.test("a profile below one that covers the whole window changes nothing", () => {
  fc.assert(
    fc.property(stations, fc.integer({ min: 0, max: 60 }), (station, limit) => {
      const top = {
        ...always("TxDefaultProfile", 99, 13),
        profile: { ...always("TxDefaultProfile", 99, 13).profile, id: 999 },
      };
      const covered = { ...station, profiles: [...station.profiles, top] };
      const added = { ...covered, profiles: [...covered.profiles, always("TxDefaultProfile", 50, limit)] };
      assert.deepEqual(schedulesOf(added), schedulesOf(covered));
    }),
    RUNS,
  );
});

Deno.test("a maximum of the station never raises a limit", () => {
  fc.assert(
    fc.property(stations, fc.integer({ min: 0, max: 60 }), (station, limit) => {
      const without = {
        ...station,
        profiles: station.profiles.filter(({ profile }) =>
          profile.chargingProfilePurpose !== "ChargingStationMaxProfile"
        ),
      };
      const before = schedulesOf(without);
      const tightened = {
        ...without,
        profiles: [...without.profiles, always("ChargingStationMaxProfile", 99, limit)],
      };
      schedulesOf(tightened).forEach((schedule, index) => {
        for (let offset = 0; offset < WINDOW_SECONDS; offset++) {
          assert.ok(limitAt(schedule, offset) <= limitAt(before[index]!, offset));
          assert.ok(limitAt(schedule, offset) <= limit);
        }
      });
    }),
    RUNS,
  );
});

Deno.test("shifting profiles, transactions and window by a day shifts nothing else", () => {
  const shifted = (dateTime: string) => new Date(Date.parse(dateTime) + DAY_SECONDS * 1000).toISOString();
  const later = (profile: ChargingProfileType): ChargingProfileType => ({
    ...profile,
    ...(profile.validFrom ? { validFrom: shifted(profile.validFrom) } : {}),
    ...(profile.validTo ? { validTo: shifted(profile.validTo) } : {}),
    chargingSchedule: profile.chargingSchedule.map((schedule) => ({
      ...schedule,
      ...(schedule.startSchedule ? { startSchedule: shifted(schedule.startSchedule) } : {}),
    })),
  });
  fc.assert(
    fc.property(stations, (station) => {
      const moved = {
        ...station,
        profiles: station.profiles.map(({ evseId, profile }) => ({ evseId, profile: later(profile) })),
        evses: station.evses.map((evse) => ({
          ...evse,
          ...(evse.readySinceSeconds === undefined
            ? {}
            : { readySinceSeconds: evse.readySinceSeconds + DAY_SECONDS }),
        })),
      };
      const window = { ...WINDOW, startSeconds: NOW_SECONDS + DAY_SECONDS };
      assert.deepEqual(
        allSchedules(contextOf(moved), window),
        schedulesOf(station).map((schedule) => ({ ...schedule, startSeconds: window.startSeconds })),
      );
    }),
    RUNS,
  );
});

Deno.test("a longer window begins like a shorter one", () => {
  fc.assert(
    fc.property(stations, fc.integer({ min: 1, max: WINDOW_SECONDS }), (station, durationSeconds) => {
      const whole = schedulesOf(station);
      allSchedules(contextOf(station), { ...WINDOW, durationSeconds }).forEach((schedule, index) =>
        assert.deepEqual(
          schedule.periods,
          whole[index]!.periods.filter(({ startSeconds }) => startSeconds < durationSeconds),
        )
      );
    }),
    RUNS,
  );
});

/** Two EVSEs of 48 A. */
function twoEvses(profiles: Iterable<{ evseId: number; profile: ChargingProfileType }>): ScheduleContext {
  return contextOf({
    profiles: [...profiles],
    evses: [1, 2].map(() => ({ current: "AC", defaultAmperes: 48, defaultWatts: 33_120, defaultPhases: 3 })),
    stationCurrent: "AC",
    supplyVolts: 230,
    ignoredPurposes: [],
  });
}

/** `count` daily profiles of 1024 periods, none of which runs in the same seconds as another. */
function* hostileProfiles(count: number) {
  for (let index = 0; index < count; index++) {
    yield {
      evseId: 0,
      profile: {
        id: index,
        stackLevel: count - index,
        chargingProfilePurpose: "TxDefaultProfile",
        chargingProfileKind: "Recurring",
        recurrencyKind: "Daily",
        chargingSchedule: [{
          id: 1,
          chargingRateUnit: "A",
          startSchedule: new Date((NOW_SECONDS - DAY_SECONDS + index) * 1000).toISOString(),
          duration: 1024,
          chargingSchedulePeriod: Array.from({ length: 1024 }, (_, period) => ({
            startPeriod: period,
            limit: 6 + (period + index) % 7,
          })),
        }],
      } satisfies ChargingProfileType,
    };
  }
}

Deno.test("profiles that ask for endless work get a shorter schedule, soon, and it says so", () => {
  const week = { startSeconds: NOW_SECONDS, durationSeconds: 7 * DAY_SECONDS, unit: "A" } as const;
  const context = twoEvses(hostileProfiles(999));
  const whole = compositeSchedule(1, context, { ...week, durationSeconds: 100 })!;
  assert.equal(whole.isCutShort, false);
  const short = compositeSchedule(1, context, week)!;
  assert.equal(short.isCutShort, true);
  assert.ok(short.durationSeconds > 100 && short.durationSeconds < week.durationSeconds);
  const again = compositeSchedule(1, context, { ...week, durationSeconds: short.durationSeconds })!;
  assert.deepEqual(short.periods, again.periods);
});

Deno.test("a schedule has no more periods than a message can carry", () => {
  const everySecond = twoEvses(hostileProfiles(1));
  const years = { startSeconds: NOW_SECONDS, durationSeconds: 2 ** 31 - 1, unit: "A" } as const;
  const schedule = compositeSchedule(1, everySecond, years)!;
  assert.equal(schedule.periods.length, MAX_COMPOSITE_PERIODS);
  assert.equal(schedule.isCutShort, true);
  assert.ok(MAX_COMPOSITE_PERIODS < MAX_EVALUATIONS);
});

Deno.test("a window of years over few changes is not cut short", () => {
  const context = twoEvses([always("TxDefaultProfile", 0, 16)]);
  const years = { startSeconds: NOW_SECONDS, durationSeconds: 2 ** 31 - 1, unit: "A" } as const;
  const [station] = allSchedules(context, years);
  assert.deepEqual(station, {
    evseId: 0,
    startSeconds: NOW_SECONDS,
    durationSeconds: years.durationSeconds,
    isCutShort: false,
    unit: "A",
    periods: [{ startSeconds: 0, limit: 32, numberPhases: 3 }],
  });
});

Deno.test("there is no schedule of an EVSE that does not exist", () => {
  assert.equal(compositeSchedule(3, twoEvses([]), WINDOW), undefined);
});

Deno.test("of several schedules the one counts that the EV has chosen; a profile with fewer counts with its first", () => {
  const schedule = (id: number, limit: number) => ({
    id,
    chargingRateUnit: "A" as const,
    chargingSchedulePeriod: [{ startPeriod: 0, limit }],
  });
  const profile: ChargingProfileType = {
    id: 1,
    stackLevel: 0,
    transactionId: "tx",
    chargingProfilePurpose: "TxProfile",
    chargingProfileKind: "Relative",
    chargingSchedule: [schedule(1, 10), schedule(2, 20)],
  };
  const { evses: [evse], ...context } = twoEvses([]);
  const limits = [0, 1, 2].map((scheduleChoice) => {
    const chosen: ScheduleContext = {
      ...context,
      profiles: groupByEvse([readChargingProfile(1, "CSO", profile)]),
      evses: [{ ...evse!, transaction: { id: "tx", scheduleChoice } }],
    };
    return compositeSchedule(1, chosen, WINDOW)?.periods[0]?.limit;
  });
  assert.deepEqual(limits, [10, 20, 10]);
});

Deno.test("limits that no profile sets count beside the profiles, in whatever unit they have", () => {
  const { evses: [evse], ...context } = twoEvses([always("TxDefaultProfile", 0, 30)]);
  const limited: ScheduleContext = {
    ...context,
    evses: [{
      ...evse!,
      localLimits: [{ origin: "csmsGone", watts: 4140 }, { origin: "rating", amperes: 32, watts: 22_080 }],
    }],
  };
  const limitIn = (unit: "A" | "W") => compositeSchedule(1, limited, { ...WINDOW, unit })?.periods;
  assert.deepEqual(limitIn("A"), [{ startSeconds: 0, limit: 6, numberPhases: 3 }]);
  assert.deepEqual(limitIn("W"), [{ startSeconds: 0, limit: 4140, numberPhases: 3 }]);
});
