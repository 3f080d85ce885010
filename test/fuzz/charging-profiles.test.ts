import assert from "node:assert/strict";
import fc from "fast-check";
import type { ChargingProfileType } from "../../src/ocpp/messages.ts";
import { validateRequest } from "../../src/ocpp/validator/validate.ts";
import { allSchedules, budgetPerSchedule } from "../../src/station/smart-charging/all-schedules.ts";
import { readChargingProfile } from "../../src/station/smart-charging/charging-profile.ts";
import { explainedSchedule } from "../../src/station/smart-charging/explain-schedule.ts";
import { profileRefusal } from "../../src/station/smart-charging/profile-acceptance.ts";
import { groupByEvse, type ScheduleContext } from "../../src/station/smart-charging/schedule-context.ts";
import { shareOut } from "../../src/station/smart-charging/share-out.ts";
import { FUZZ_SEED } from "./seed.ts";

const SETS = Number(Deno.env.get("CHARGING_PROFILE_SETS") ?? 200);
const NOW_SECONDS = Date.parse("2026-02-28T23:59:50Z") / 1000;

/** Integers at the edges of what JSON and the schema allow. */
const edge = fc.oneof(
  fc.integer({ min: -2, max: 10 }),
  fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, 86_399, 86_400, 604_800, Number.MAX_SAFE_INTEGER),
);
const number = fc.oneof(
  fc.constantFrom(0, -0, 0.1, 1e9, 1e9 + 1, 1e308, -1, 1e-9, 6.05),
  fc.double({ noNaN: true, min: -10, max: 1e6 }),
);
const dateTime = fc.constantFrom(
  "0001-01-01T00:00:00Z",
  "1970-01-01T00:00:00.999Z",
  "2026-02-28T23:59:59.5Z",
  "2026-03-01T00:00:00+14:00",
  "2016-12-31T23:59:60Z",
  "9999-12-31T23:59:59Z",
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const rarely = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** Mostly what the rules allow, so that some profiles get through. */
function mostly<T>(plausible: fc.Arbitrary<T>, hostile: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 19, arbitrary: plausible }, { weight: 1, arbitrary: hostile });
}

const period = fc.record({
  startPeriod: mostly(fc.constantFrom(1, 30, 60, 3600), edge),
  limit: mostly(fc.constantFrom(0, 6, 16.1, 32, 11_000), number),
  numberPhases: maybe(mostly(fc.integer({ min: 1, max: 3 }), edge)),
  phaseToUse: rarely(edge),
});

const periods = mostly(
  fc.uniqueArray(period, { minLength: 1, maxLength: 4, selector: ({ startPeriod }) => startPeriod }).map((
    drawn,
  ) =>
    drawn.sort((one, other) => one.startPeriod - other.startPeriod)
      .map((each, index) => index === 0 ? { ...each, startPeriod: 0 } : each)
  ),
  fc.array(period, { minLength: 1, maxLength: 6 }),
);

const profile = fc.record({
  id: mostly(fc.integer({ min: 1, max: 8 }), edge),
  stackLevel: mostly(fc.integer({ min: 0, max: 9 }), edge),
  chargingProfilePurpose: fc.constantFrom(
    "TxDefaultProfile",
    "TxProfile",
    "ChargingStationMaxProfile",
    "ChargingStationExternalConstraints",
  ),
  kind: mostly(fc.constantFrom("Absolute", "Recurring", "Relative"), fc.constant("Strange")),
  recurrencyKind: fc.constantFrom("Daily", "Weekly"),
  validFrom: rarely(dateTime),
  validTo: rarely(dateTime),
  transactionId: mostly(fc.constant("tx"), fc.constant("other")),
  startSchedule: dateTime,
  schedules: fc.array(
    fc.record({
      id: edge,
      duration: maybe(mostly(fc.integer({ min: 1, max: 90_000 }), edge)),
      chargingRateUnit: fc.constantFrom("A", "W"),
      minChargingRate: rarely(number),
      chargingSchedulePeriod: periods,
    }),
    { minLength: 1, maxLength: 3 },
  ),
}).map(({ kind, startSchedule, schedules, ...drawn }) => {
  const chargingSchedule = drawn.chargingProfilePurpose === "TxProfile" ? schedules : schedules.slice(0, 1);
  const wire = {
    ...drawn,
    chargingProfileKind: kind === "Strange" ? "Relative" : kind,
    chargingSchedule: chargingSchedule.map((schedule) =>
      kind === "Relative" ? schedule : { ...schedule, startSchedule }
    ),
  };
  // As it comes from the wire: undefined members are absent.
  return JSON.parse(JSON.stringify(wire)) as ChargingProfileType;
});

Deno.test(`${SETS} sets of hostile profiles: each is refused with a reason, or limits to a finite amount`, () => {
  let accepted = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(mostly(fc.integer({ min: 0, max: 2 }), edge), profile), { maxLength: 12 }),
      mostly(fc.integer({ min: 0, max: 200_000 }), edge),
      fc.constantFrom("A" as const, "W" as const),
      (offers, durationSeconds, unit) => {
        const installed = new Map<number, ReturnType<typeof readChargingProfile>>();
        for (const [evseId, wire] of offers) {
          if (validateRequest("SetChargingProfile", { evseId, chargingProfile: wire }).kind !== "valid") {
            continue;
          }
          const read = readChargingProfile(evseId, "CSO", wire);
          const refusal = profileRefusal({ evseId, profile: read }, {
            evses: 2,
            nowSeconds: NOW_SECONDS,
            capabilities: { maxProfiles: 5, maxCharacters: 5_000, maxStackLevel: 9 },
            installed: [...installed.values()],
            over: [],
            waiting: [],
            expected: [],
            transactionOn: (evse) => evse === 1 ? "tx" : undefined,
            chargingNeedsOn: () => ({}),
            schedulesOn: (evse) => ({
              rateUnits: ["A", "W"],
              maxPeriods: 4,
              current: evse === 2 ? "DC" : "AC",
              supplyPhases: evse === 2 ? 0 : 3,
              phaseSwitching: "byPhase",
            }),
          });
          if (refusal !== undefined) {
            assert.ok(refusal.reasonCode.length > 0 && (refusal.additionalInfo ?? "").length > 0);
            continue;
          }
          accepted++;
          installed.set(read.id, read);
        }
        assertFinite(contextOf([...installed.values()]), {
          startSeconds: NOW_SECONDS,
          durationSeconds,
          unit,
        });
      },
    ),
    { numRuns: SETS, seed: FUZZ_SEED },
  );
  assert.ok(accepted > SETS / 2, `only ${accepted} profiles were accepted: is the generator broken?`);
});

function contextOf(profiles: readonly ReturnType<typeof readChargingProfile>[]): ScheduleContext {
  const defaultLimit = { origin: "default", amperes: 48, watts: 33_120 } as const;
  return {
    profiles: groupByEvse(profiles),
    ignoredPurposes: new Set(),
    station: { current: "AC", localLimits: [] },
    evses: [
      {
        evseId: 1,
        current: "AC",
        defaultLimit,
        localLimits: [],
        transaction: { id: "tx", scheduleChoice: 1 },
      },
      { evseId: 2, current: "DC", defaultLimit, localLimits: [] },
    ],
    supplyVolts: 230,
  };
}

function assertFinite(context: ScheduleContext, window: Parameters<typeof allSchedules>[1]): void {
  const [station, ...evses] = allSchedules(context, window);
  const shares = shareOut(evses, () => true, context, window, budgetPerSchedule(2));
  for (const { periods, durationSeconds } of [station!, ...evses, ...shares]) {
    assert.ok(Number.isSafeInteger(durationSeconds) && durationSeconds >= 0);
    assert.equal(periods[0]?.startSeconds, 0);
    for (const { startSeconds, limit, numberPhases } of periods) {
      assert.ok(Number.isSafeInteger(startSeconds) && startSeconds >= 0);
      assert.ok(Number.isFinite(limit) && limit >= 0, `limit ${limit}`);
      assert.ok(numberPhases === undefined || [1, 2, 3].includes(numberPhases), `phases ${numberPhases}`);
    }
  }
  for (const evseId of [0, 1, 2]) assert.ok(explainedSchedule(evseId, context, window));
}
