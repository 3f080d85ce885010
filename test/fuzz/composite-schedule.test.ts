import assert from "node:assert/strict";
import fc from "fast-check";
import { allSchedules } from "../../src/station/smart-charging/all-schedules.ts";
import type {
  CompositeSchedule,
  SchedulePeriod,
} from "../../src/station/smart-charging/composite-schedule.ts";
import { naiveEvseLimit, naiveStationLimit } from "../unit/station/smart-charging/naive-schedule.ts";
import {
  contextOf,
  NOW_SECONDS,
  stations,
  WINDOW_SECONDS,
} from "../unit/station/smart-charging/profile-sets.ts";
import { FUZZ_SEED } from "./seed.ts";

const PROFILE_SETS = Number(Deno.env.get("CHARGING_PROFILE_SETS") ?? 150);

/** What the schedule says of a second from its start. */
function periodAt({ periods }: CompositeSchedule, offset: number): Omit<SchedulePeriod, "startSeconds"> {
  const { startSeconds: _, ...limit } = periods.findLast(({ startSeconds }) => startSeconds <= offset)!;
  return limit;
}

Deno.test(`composite schedules of ${PROFILE_SETS} random profile sets say of every second what a naive reading of the specification says`, () => {
  fc.assert(
    fc.property(stations, fc.constantFrom("A" as const, "W" as const), (station, unit) => {
      const window = { startSeconds: NOW_SECONDS, durationSeconds: WINDOW_SECONDS, unit };
      const [ofStation, ...ofEvses] = allSchedules(contextOf(station), window);
      for (let offset = 0; offset < WINDOW_SECONDS; offset++) {
        const second = NOW_SECONDS + offset;
        ofEvses.forEach((schedule, index) =>
          assert.deepEqual(
            periodAt(schedule, offset),
            naiveEvseLimit(station, index + 1, second, NOW_SECONDS, unit),
            `EVSE ${index + 1}, second ${offset}`,
          )
        );
        assert.deepEqual(
          periodAt(ofStation!, offset),
          naiveStationLimit(station, second, NOW_SECONDS, unit),
          `station, second ${offset}`,
        );
      }
    }),
    { numRuns: PROFILE_SETS, seed: FUZZ_SEED },
  );
});
