import assert from "node:assert/strict";
import fc from "fast-check";
import { allSchedules, budgetPerSchedule } from "../../../../src/station/smart-charging/all-schedules.ts";
import type { CompositeSchedule } from "../../../../src/station/smart-charging/composite-schedule.ts";
import { shareOut } from "../../../../src/station/smart-charging/share-out.ts";
import { contextOf, NOW_SECONDS, stations, WINDOW_SECONDS } from "./profile-sets.ts";
import type { NaiveStation } from "./naive-schedule.ts";

const WINDOW = { startSeconds: NOW_SECONDS, durationSeconds: WINDOW_SECONDS, unit: "A" } as const;

function limitAt({ periods }: CompositeSchedule, offset: number): number {
  return periods.findLast(({ startSeconds }) => startSeconds <= offset)!.limit;
}

/** In amperes per phase of the grid. */
function fromGrid(station: NaiveStation, schedule: CompositeSchedule, offset: number): number {
  const limit = limitAt(schedule, offset);
  return schedule.unit === "W" ? limit / (3 * station.supplyVolts) : limit;
}

function sharesOf(station: NaiveStation, isInUse: (evseId: number) => boolean) {
  const context = contextOf(station);
  const [ofStation, ...evses] = allSchedules(context, WINDOW, "push");
  return {
    ofStation: ofStation!,
    evses,
    shares: shareOut(evses, isInUse, context, WINDOW, budgetPerSchedule(1)),
  };
}

Deno.test("shares never sum up to more than the station may draw, and nobody gets more than its own limit", () => {
  fc.assert(
    fc.property(stations, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), (station, inUse) => {
      // A station of direct current counts amperes in another way than its EVSEs of alternating current.
      const { ofStation, evses, shares } = sharesOf(
        { ...station, stationCurrent: "AC" },
        (evse) => inUse[evse - 1]!,
      );
      for (let offset = 0; offset < WINDOW_SECONDS; offset++) {
        const sum = shares.reduce((all, schedule) => all + fromGrid(station, schedule, offset), 0);
        const own = evses.reduce((all, schedule) => all + fromGrid(station, schedule, offset), 0);
        // The schedule of the station is in tenths; watts of direct current are parts of them.
        assert.ok(sum < Math.max(limitAt(ofStation, offset), 0) + 0.1, `${sum} at ${offset}`);
        shares.forEach((schedule, index) =>
          assert.ok(limitAt(schedule, offset) <= limitAt(evses[index]!, offset))
        );
        // What may be drawn is given out, but for what the tenths lose.
        assert.ok(
          sum >= Math.min(own, limitAt(ofStation, offset)) - 0.3,
          `${sum} of ${limitAt(ofStation, offset)}`,
        );
      }
    }),
    { numRuns: 150, seed: 20_260_329 },
  );
});

/** EVSEs of 10, 20 and 48 A behind 40 A. */
const STATION: NaiveStation = {
  profiles: [10, 20].map((limit, index) => ({
    evseId: index + 1,
    profile: {
      id: index,
      stackLevel: 0,
      chargingProfilePurpose: "TxDefaultProfile",
      chargingProfileKind: "Relative",
      chargingSchedule: [{
        id: 1,
        chargingRateUnit: "A",
        chargingSchedulePeriod: [{ startPeriod: 0, limit }],
      }],
    },
  })),
  evses: [1, 2, 3].map(() => ({ current: "AC", defaultAmperes: 48, defaultWatts: 33_120, defaultPhases: 3 })),
  stationCurrent: "AC",
  stationAmperes: 40,
  supplyVolts: 230,
  ignoredPurposes: [],
};

Deno.test("EVSEs in use go first, in equal shares; what they leave is for the others", () => {
  const limits = (...inUse: readonly number[]) =>
    sharesOf(STATION, (evse) => inUse.includes(evse)).shares.map((schedule) => limitAt(schedule, 0));
  assert.deepEqual(limits(), [10, 15, 15]);
  assert.deepEqual(limits(1, 2, 3), [10, 15, 15]);
  assert.deepEqual(limits(1), [10, 15, 15]);
  assert.deepEqual(limits(3), [0, 0, 40]);
  assert.deepEqual(limits(1, 2), [10, 20, 10]);
});
