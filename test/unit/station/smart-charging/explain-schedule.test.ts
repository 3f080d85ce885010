import assert from "node:assert/strict";
import fc from "fast-check";
import { allSchedules, MAX_EVALUATIONS } from "../../../../src/station/smart-charging/all-schedules.ts";
import { readChargingProfile } from "../../../../src/station/smart-charging/charging-profile.ts";
import {
  explainedMoment,
  type ExplainedPeriod,
  explainedSchedule,
  MAX_EXPLAINED_PERIODS,
} from "../../../../src/station/smart-charging/explain-schedule.ts";
import { toTenths } from "../../../../src/station/smart-charging/limit.ts";
import {
  groupByEvse,
  type ScheduleContext,
} from "../../../../src/station/smart-charging/schedule-context.ts";
import * as golden from "./golden-profiles.ts";
import { contextOf, NOW_SECONDS, stations, WINDOW_SECONDS } from "./profile-sets.ts";

/** Who decides names the limit that the schedule has, and who counts names no lower one. */
function assertExplained(period: ExplainedPeriod): void {
  const deciding = period.candidates.filter(({ verdict }) => verdict === "decides");
  assert.ok(deciding.length > 0, "nobody decides");
  for (const { converted } of deciding) assert.equal(toTenths(converted!.value), period.limit);
  for (const { verdict, converted } of period.candidates) {
    if (verdict === "higher") assert.ok(converted!.value > period.limit);
  }
}

Deno.test("of every period somebody is named who decides, and every profile is said something of once", () => {
  fc.assert(
    fc.property(stations, fc.constantFrom("A" as const, "W" as const), (station, unit) => {
      const context = contextOf(station);
      const window = { startSeconds: NOW_SECONDS, durationSeconds: WINDOW_SECONDS, unit };
      for (const [evseId, schedule] of allSchedules(context, window).entries()) {
        const explained = explainedSchedule(evseId, context, window)!;
        assert.deepEqual(explained.schedule, schedule);
        const expected = station.profiles.filter((placed) => placed.evseId === 0 || placed.evseId === evseId)
          .map(({ profile }) => profile.id).sort();
        for (const period of explained.periods) {
          assertExplained(period);
          const atSeconds = NOW_SECONDS + period.startSeconds;
          const moment = explainedMoment(evseId, context, { atSeconds, nowSeconds: NOW_SECONDS, unit });
          const [whole] = moment!.periods;
          assertExplained(whole!);
          assert.deepEqual([whole!.limit, whole!.numberPhases], [period.limit, period.numberPhases]);
          const who = ({ candidates }: ExplainedPeriod) => candidates.map((candidate) => candidate.who);
          assert.deepEqual(who(whole!).slice(0, period.candidates.length), who(period));
          if (evseId === 0) continue;
          const named = whole!.candidates.flatMap(({ who }) => who.kind === "profile" ? [who.profileId] : []);
          assert.deepEqual(named.sort(), expected);
        }
      }
    }),
    { numRuns: 200, seed: 20_260_329 },
  );
});

const seconds = (dateTime: string) => Date.parse(dateTime) / 1000;

function contextWith(profiles: readonly golden.GoldenProfile[], isCharging: boolean): ScheduleContext {
  return {
    profiles: groupByEvse(profiles.map(({ evseId, profile }) => readChargingProfile(evseId, "CSO", profile))),
    ignoredPurposes: new Set(),
    station: { current: "AC", localLimits: [] },
    evses: [{
      evseId: 1,
      current: "AC",
      defaultLimit: { origin: "default", amperes: 57, watts: 55_612 },
      localLimits: [{ origin: "rating", amperes: 63, watts: 43_470 }],
      ...(isCharging ? { transaction: { id: "tx-1" } } : {}),
    }],
    supplyVolts: 230,
  };
}

/** `who verdict` of every candidate, by the start of the period. */
function reasons(context: ScheduleContext, from: string, durationSeconds: number): readonly string[] {
  const window = { startSeconds: seconds(from), durationSeconds, unit: "A" } as const;
  const nowSeconds = window.startSeconds;
  return explainedSchedule(1, context, window)!.periods.map(({ startSeconds, limit }) => {
    const atSeconds = nowSeconds + startSeconds;
    const [moment] = explainedMoment(1, context, { atSeconds, nowSeconds, unit: "A" })!.periods;
    const { candidates } = moment!;
    const texts = candidates.map(({ who, verdict }) =>
      `${who.kind === "profile" ? who.profileId : who.kind === "local" ? who.origin : who.kind} ${verdict}`
    );
    return `${startSeconds} ${limit} A: ${texts.join(", ")}`;
  });
}

Deno.test("TC_K_41 says at every moment who decides and why the others do not", () => {
  const context = contextWith([
    { evseId: 0, profile: golden.K41_MAX },
    { evseId: 1, profile: golden.K41_TXDEFAULT },
    { evseId: 1, profile: golden.K41_TX },
  ], true);
  assert.deepEqual(reasons(context, "2024-06-04T12:24:40Z", 400), [
    "0 8 A: 43 decides, 41 higher, rating higher, 42 txProfileGoesFirst, default profileGoesFirst",
    "46 10 A: 41 decides, 43 higher, rating higher, 42 txProfileGoesFirst, default profileGoesFirst",
    "196 6 A: 43 decides, 41 higher, rating higher, 42 txProfileGoesFirst, default profileGoesFirst",
    "236 10 A: 41 decides, 43 higher, rating higher, 42 txProfileGoesFirst, default profileGoesFirst",
    "260 8 A: 42 decides, 41 higher, rating higher, 43 durationOver, default profileGoesFirst",
    "300 10 A: 41 decides, default higher, rating higher, 43 durationOver, 42 durationOver",
  ]);
});

Deno.test("without transaction a TxProfile says why it does not count; the conversion is named", () => {
  const context = contextWith([
    { evseId: 1, profile: golden.GRID },
    { evseId: 1, profile: golden.TXD25W },
    { evseId: 0, profile: { ...golden.TXD25W, id: 99, stackLevel: 0 } },
  ], false);
  const atSeconds = seconds("2024-01-17T08:00:00Z");
  const explained = explainedMoment(1, context, { atSeconds, nowSeconds: atSeconds, unit: "A" });
  const [period] = explained!.periods;
  assert.deepEqual(
    period?.candidates.map(({ who, verdict, converted }) => [
      who.kind === "profile" ? who.profileId : who.kind,
      verdict,
      converted,
    ]),
    [
      [304, "decides", { value: 18, by: { supplyVolts: 230, phases: 3 } }],
      ["local", "higher", { value: 63 }],
      [99, "lowerStackLevel", undefined],
      [1, "noTransaction", undefined],
      ["local", "profileGoesFirst", undefined],
    ],
  );
});

/** 2000 profiles, of which the first has its limit changed every 84 seconds. */
function crowded(): ScheduleContext {
  const change = Array.from(
    { length: 1024 },
    (_, index) => ({ startPeriod: index * 84, limit: 6 + index % 2 }),
  );
  const profiles = Array.from({ length: 2000 }, (_, id) =>
    readChargingProfile(1, "CSO", {
      id,
      stackLevel: id === 0 ? 99 : id % 99,
      chargingProfilePurpose: "TxDefaultProfile",
      chargingProfileKind: "Recurring",
      recurrencyKind: "Daily",
      chargingSchedule: [{
        id: 1,
        chargingRateUnit: "A",
        startSchedule: "2026-05-01T00:00:00Z",
        chargingSchedulePeriod: id === 0 ? change : [{ startPeriod: 0, limit: 5 }],
      }],
    }));
  return { ...contextWith([], false), profiles: groupByEvse(profiles) };
}

Deno.test("reasons cost no more than the schedule: evaluations, periods and the answer are bounded", () => {
  const context = crowded();
  let evaluations = 0;
  for (const profile of context.profiles.get(1)!) {
    const { validFromSeconds } = profile;
    Object.defineProperty(profile, "validFromSeconds", { get: () => (evaluations++, validFromSeconds) });
  }
  const startSeconds = seconds("2026-06-01T12:00:00Z");
  for (const evseId of [0, 1]) {
    const window = { startSeconds, durationSeconds: 7 * 86_400, unit: "A" } as const;
    evaluations = 0;
    const { schedule, periods } = explainedSchedule(evseId, context, window)!;
    assert.ok(evaluations <= 2 * MAX_EVALUATIONS, String(evaluations));
    assert.deepEqual([periods.length, schedule.isCutShort], [MAX_EXPLAINED_PERIODS, true]);
    const whole = allSchedules(context, window)[evseId]!;
    assert.equal(schedule.durationSeconds, whole.periods[MAX_EXPLAINED_PERIODS]!.startSeconds);
    assert.ok(JSON.stringify({ schedule, periods }).length < 1024 * 1024);
    evaluations = 0;
    const moment = { atSeconds: startSeconds + 3 * 86_400, nowSeconds: startSeconds, unit: "A" } as const;
    const { periods: [asked] } = explainedMoment(evseId, context, moment)!;
    assert.ok(evaluations <= 2010, String(evaluations));
    if (evseId === 1) assert.equal(asked!.candidates.length, 2000 + 2);
    assert.ok(JSON.stringify(asked).length < 1024 * 1024);
  }
});

Deno.test("a moment ahead is explained as the schedule shows it: an EV that has not begun begins now", () => {
  const context = contextWith([{
    evseId: 1,
    profile: {
      id: 1,
      stackLevel: 0,
      chargingProfilePurpose: "TxDefaultProfile",
      chargingProfileKind: "Relative",
      chargingSchedule: [{
        id: 1,
        chargingRateUnit: "A",
        chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }, { startPeriod: 600, limit: 20 }],
      }],
    },
  }], false);
  for (const [aheadSeconds, limit] of [[0, 6], [599, 6], [600, 20]] as const) {
    for (const evseId of [0, 1]) {
      const moment = { atSeconds: NOW_SECONDS + aheadSeconds, nowSeconds: NOW_SECONDS, unit: "A" } as const;
      assert.equal(explainedMoment(evseId, context, moment)!.periods[0]!.limit, limit);
    }
  }
});
