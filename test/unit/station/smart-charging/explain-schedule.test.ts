import assert from "node:assert/strict";
import fc from "fast-check";
import { allSchedules } from "../../../../src/station/smart-charging/all-schedules.ts";
import { readChargingProfile } from "../../../../src/station/smart-charging/charging-profile.ts";
import {
  type ExplainedPeriod,
  explainEvse,
  explainStation,
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
      const [ofStation, ...ofEvses] = allSchedules(context, window);
      explainStation(ofStation!, ofEvses, context).forEach(assertExplained);
      context.evses.forEach((evse, index) => {
        const expected = station.profiles.filter(({ evseId }) => evseId === 0 || evseId === evse.evseId)
          .map(({ profile }) => profile.id).sort();
        for (const period of explainEvse(evse, ofEvses[index]!, context)) {
          assertExplained(period);
          const named = period.candidates.flatMap(({ who }) => who.kind === "profile" ? [who.profileId] : []);
          assert.deepEqual(named.sort(), expected);
        }
      });
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
  const [, ofEvse] = allSchedules(context, window);
  return explainEvse(context.evses[0]!, ofEvse!, context).map(({ startSeconds, limit, candidates }) => {
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
  const window = { startSeconds: seconds("2024-01-17T08:00:00Z"), durationSeconds: 60, unit: "A" } as const;
  const [, ofEvse] = allSchedules(context, window);
  const [period] = explainEvse(context.evses[0]!, ofEvse!, context);
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
