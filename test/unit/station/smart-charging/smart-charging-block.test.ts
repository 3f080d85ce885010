import assert from "node:assert/strict";
import type { CompositeSchedule } from "../../../../src/station/smart-charging/composite-schedule.ts";
import {
  createSmartChargingBlock,
  SCHEDULE_TIMER,
} from "../../../../src/station/smart-charging/smart-charging-block.ts";
import type { EvseRating } from "../../../../src/station/smart-charging/station-situation.ts";
import {
  type DeviceModel,
  type VariableChange,
  variableKey,
} from "../../../../src/variables/device-model.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";

function setUp(
  intervalMs: number,
  values: Readonly<Record<string, number>> = {},
  rateUnits: readonly string[] = ["A", "W"],
  ratings: ReadonlyMap<number, EvseRating> = new Map(),
) {
  const clock = new FakeClock(Date.parse("2026-01-15T10:00:00.700Z"));
  const pushed: (readonly CompositeSchedule[])[] = [];
  const changed: ((change: VariableChange) => void)[] = [];
  const happened: ((event: { request: { eventType: string } }) => void)[] = [];
  const number: DeviceModel["decimal"] = ({ component, variable }) =>
    values[component.evse ? `${component.evse.id}.${variable.name}` : variable.name];
  const block = createSmartChargingBlock({
    clock,
    deviceModel: {
      decimal: number,
      integer: number,
      list: () => rateUnits,
      onChange: (listener) => {
        changed.push(listener);
        return () => {};
      },
    } as Partial<DeviceModel> as DeviceModel,
    limits: { apply: (schedules) => void pushed.push(schedules) },
    ratings,
    evses: 2,
    request: { durationSeconds: 600, unit: "A" },
    intervalMs,
    transactions: { onEvent: (listener) => void happened.push(listener) },
  });
  return { clock, pushed, block, changed, happened };
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
    [48, undefined],
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
  happened.forEach((listener) => listener({ request: { eventType: "Started" } }));
  happened.forEach((listener) => listener({ request: { eventType: "Updated" } }));
  const change = (variable: string): VariableChange => ({
    key: variableKey("SmartChargingCtrlr", variable),
    attribute: "Actual",
    oldValue: "1",
    newValue: "2",
    by: "csms",
  });
  changed.forEach((listener) => listener(change("CompositeScheduleDefaultLimitAmps")));
  changed.forEach((listener) => listener(change("LimitChangeSignificance")));
  assert.equal(pushed.length, 3);
});

Deno.test("the start and the end of a transaction push, what happens in between does not", () => {
  const { block, pushed, happened } = setUp(0);
  block.start();
  const pushes = ["Started", "Updated", "Ended"].map((eventType) => {
    const before = pushed.length;
    happened.forEach((listener) => listener({ request: { eventType } }));
    return pushed.length - before;
  });
  assert.deepEqual(pushes, [1, 0, 1]);
});

Deno.test("nothing is pushed before the start", () => {
  const { pushed, happened, clock } = setUp(30_000);
  happened.forEach((listener) => listener({ request: { eventType: "Started" } }));
  assert.deepEqual(pushed, []);
  assert.equal(clock.pending().includes(SCHEDULE_TIMER), false);
});
