import assert from "node:assert/strict";
import {
  type ChargingProfile,
  readChargingProfile,
} from "../../../../src/station/smart-charging/charging-profile.ts";
import type { CompositeSchedule } from "../../../../src/station/smart-charging/composite-schedule.ts";
import { groupByEvse } from "../../../../src/station/smart-charging/schedule-context.ts";
import { readScheduleContext } from "../../../../src/station/smart-charging/schedule-source.ts";
import {
  COVERAGE_TIMER,
  createSmartChargingBlock,
  SCHEDULE_TIMER,
} from "../../../../src/station/smart-charging/smart-charging-block.ts";
import type { EvseRating } from "../../../../src/station/smart-charging/station-situation.ts";
import {
  type DeviceModel,
  type VariableChange,
  variableKey,
} from "../../../../src/variables/device-model.ts";
import SMART_CHARGING from "../../../../device-model/standardized/SmartChargingCtrlr.json" with {
  type: "json",
};
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

/** Names of the variables of SmartChargingCtrlr. */
const SMART_CHARGING_VARIABLES: ReadonlySet<string> = new Set(
  Object.values<{ variable_name: string }>(SMART_CHARGING.properties).map((each) => each.variable_name),
);

function setUp(
  intervalMs: number,
  values: Readonly<Record<string, number>> = {},
  rateUnits: readonly string[] = ["A", "W"],
  ratings: ReadonlyMap<number, EvseRating> = new Map(),
  profiles: readonly ChargingProfile[] = [],
  stationNode: "connected" | "absent" = "connected",
) {
  const clock = new FakeClock(Date.parse("2026-01-15T10:00:00.700Z"));
  const published: (readonly CompositeSchedule[])[] = [];
  const pushed: (readonly CompositeSchedule[])[] = [];
  const changed: ((change: VariableChange) => void)[] = [];
  const happened: (() => void)[] = [];
  const inUse = new Set<number>();
  const number: DeviceModel["decimal"] = ({ component, variable }) =>
    values[component.evse ? `${component.evse.id}.${variable.name}` : variable.name];
  const deviceModel = {
    boolean: () => true,
    decimal: number,
    integer: number,
    list: () => rateUnits,
    onChange: (listener) => {
      changed.push(listener);
      return () => {};
    },
  } as Partial<DeviceModel> as DeviceModel;
  const log = new RecordingLogger();
  const block = createSmartChargingBlock({
    clock,
    deviceModel,
    log,
    limits: {
      stationNode,
      publish: (schedules) => void published.push(schedules),
      apply: (schedules) => void pushed.push(schedules),
      stop: () => {},
    },
    request: { durationSeconds: 600, unit: "A" },
    intervalMs,
    situation: () => ({
      context: readScheduleContext({
        deviceModel,
        ratings,
        installed: { byEvse: () => groupByEvse(profiles) },
        transactions: { activeTransaction: () => undefined },
        csms: { isOnline: () => true },
        evses: 2,
      }, "present"),
      nowSeconds: Math.floor(clock.wallMs() / 1000),
    }),
    onChange: (listener) => void happened.push(listener),
    isInUse: (evse) => inUse.has(evse),
  });
  return { clock, published, pushed, block, changed, happened, inUse, log };
}

/** A limit for the whole station, from an hour ago, in amperes. */
function stationMaximum(...limits: readonly [startPeriod: number, limit: number][]): ChargingProfile {
  return readChargingProfile(0, "CSO", {
    id: 1,
    stackLevel: 0,
    chargingProfilePurpose: "ChargingStationMaxProfile",
    chargingProfileKind: "Absolute",
    chargingSchedule: [{
      id: 1,
      chargingRateUnit: "A",
      startSchedule: "2026-01-15T09:00:00Z",
      chargingSchedulePeriod: limits.map(([startPeriod, limit]) => ({ startPeriod, limit })),
    }],
  });
}

Deno.test("without profiles the default limit is pushed for every EVSE, and their sum for the station", () => {
  const { block, pushed } = setUp(30_000, { CompositeScheduleDefaultLimitAmps: 32 });
  block.start();
  const schedule = (evseId: number, limit: number) => ({
    evseId,
    startSeconds: Date.parse("2026-01-15T10:00:00Z") / 1000,
    isCutShort: false,
    durationSeconds: 600,
    unit: "A",
    periods: [{ startSeconds: 0, limit, numberPhases: 3 }],
  });
  assert.deepEqual(pushed, [[schedule(0, 64), schedule(1, 32), schedule(2, 32)]]);
});

Deno.test("an EVSE for direct current has no number of phases", () => {
  const { block, pushed } = setUp(30_000, { "1.SupplyPhases": 3, "2.SupplyPhases": 0 });
  block.start();
  assert.deepEqual(pushed[0]?.map(({ periods }) => periods[0]?.numberPhases), [3, 3, undefined]);
});

Deno.test("nobody is allowed more than what it is built for, and phases are those of the node", () => {
  const { block, pushed } = setUp(
    30_000,
    { "2.SupplyPhases": 0 },
    ["A"],
    new Map([
      [0, { amperes: 63, watts: 43_000, phases: 3 }],
      [1, { amperes: 16, watts: 3680, phases: 1 }],
      [2, { amperes: 0, watts: 0, phases: 3 }],
    ]),
  );
  block.start();
  assert.deepEqual(pushed[0]?.map(({ periods: [period] }) => [period?.limit, period?.numberPhases]), [
    [63, 3],
    [16, 1],
    // Of direct current, in watts.
    [33_120, undefined],
  ]);
});

Deno.test("a unit in which the station takes no limits gives no schedules", () => {
  const { block, pushed } = setUp(30_000, {}, ["W"]);
  block.start();
  assert.deepEqual(pushed, [[]]);
});

Deno.test("schedules are pushed again at every interval, changed or not", () => {
  const { block, pushed, clock } = setUp(30_000);
  block.start();
  clock.advance(90_000);
  assert.equal(pushed.length, 4);
  block.stop();
  assert.deepEqual(clock.pending(), []);
});

Deno.test("an interval of 0 pushes at the start and on changes only", () => {
  const { block, pushed, clock, changed, happened } = setUp(0);
  block.start();
  assert.deepEqual(clock.pending(), []);
  happened.forEach((listener) => listener());
  assert.equal(pushed.length, 2);
  const change = (variable: string): VariableChange => ({
    key: variableKey("SmartChargingCtrlr", variable),
    attribute: "Actual",
    oldValue: "1",
    newValue: "2",
    by: "csms",
  });
  const without = ["Entries", "LimitChangeSignificance", "NotifyChargingLimitWithSchedules"];
  for (const name of SMART_CHARGING_VARIABLES) {
    const before: number = pushed.length;
    changed.forEach((listener) => listener(change(name)));
    assert.equal(pushed.length - before, without.includes(name) ? 0 : 1, name);
  }
});

Deno.test("nothing is pushed before the start", () => {
  const { pushed, happened, clock } = setUp(30_000);
  happened.forEach((listener) => listener());
  assert.deepEqual(pushed, []);
  assert.equal(clock.pending().includes(SCHEDULE_TIMER), false);
});

Deno.test("with an interval of 0, what begins after the end of the window is pushed then", () => {
  const { block, pushed, clock } = setUp(0, {}, ["A"], new Map(), [stationMaximum([0, 40], [4300, 20])]);
  block.start();
  assert.deepEqual(clock.pending(), [COVERAGE_TIMER]);
  assert.deepEqual(pushed[0]?.[0]?.periods.map(({ limit }) => limit), [40]);
  clock.advance(599_000);
  assert.equal(pushed.length, 1);
  clock.advance(1_000);
  assert.deepEqual(pushed[1]?.[0]?.periods.map(({ startSeconds, limit }) => [startSeconds, limit]), [
    [0, 40],
    [
      100,
      20,
    ],
  ]);
});

Deno.test("without a node for the station its limit is shared out over the EVSEs, and a warning says so", () => {
  const { block, pushed, published, inUse, log, happened } = setUp(
    0,
    {},
    ["A"],
    new Map(),
    [stationMaximum([0, 40], [3700, 10])],
    "absent",
  );
  const limits = () =>
    pushed.at(-1)?.slice(1).map(({ periods }) =>
      periods.map(({ startSeconds, limit }) => [startSeconds, limit])
    );
  block.start();
  assert.match(log.lines.map(({ message }) => message).join(), /no energy sink is mapped to EVSE 0/);
  assert.deepEqual(limits(), [[[0, 20], [100, 5]], [[0, 20], [100, 5]]]);
  inUse.add(2);
  happened.forEach((listener) => listener());
  assert.deepEqual(limits(), [[[0, 0]], [[0, 40], [100, 10]]]);
  // What is published says what each may draw, not what it gets.
  assert.deepEqual(published.at(-1)?.map(({ periods: [period] }) => period?.limit), [40, 40, 40]);
});
