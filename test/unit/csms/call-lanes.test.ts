import assert from "node:assert/strict";
import fc from "fast-check";
import { INITIAL_LANE_ORDER, type Lane, nextLane } from "../../../src/csms/call-lanes.ts";

const LANES: readonly Lane[] = ["control", "ordinary", "transactions", "notifications"];
const NONE = { control: false, ordinary: false, transactions: false, notifications: false };
const readyLanes = fc.record({
  control: fc.boolean(),
  ordinary: fc.boolean(),
  transactions: fc.boolean(),
  notifications: fc.boolean(),
});

Deno.test("nothing to send, nothing chosen", () => {
  assert.equal(nextLane(INITIAL_LANE_ORDER, NONE), undefined);
});

Deno.test("control goes first of all", () => {
  assert.equal(
    nextLane(INITIAL_LANE_ORDER, { ...NONE, control: true, ordinary: true, transactions: true })?.lane,
    "control",
  );
});

Deno.test("transactions and ordinary calls alternate while both have something", () => {
  let order = INITIAL_LANE_ORDER;
  const served: Lane[] = [];
  for (let turn = 0; turn < 4; turn++) {
    const choice = nextLane(order, { ...NONE, ordinary: true, transactions: true });
    assert(choice);
    served.push(choice.lane);
    order = choice.order;
  }
  assert.deepEqual(served, ["ordinary", "transactions", "ordinary", "transactions"]);
});

Deno.test("no lane that is ready waits for more than three others", () => {
  fc.assert(fc.property(fc.array(readyLanes, { minLength: 1, maxLength: 50 }), (turns) => {
    let order = INITIAL_LANE_ORDER;
    const waited = { control: 0, ordinary: 0, transactions: 0, notifications: 0 };
    for (const ready of turns) {
      const choice = nextLane(order, ready);
      assert.equal(choice === undefined, !LANES.some((lane) => ready[lane]));
      if (!choice) continue;
      assert(ready[choice.lane]);
      order = choice.order;
      assert.deepEqual([...order].sort(), [...LANES].sort());
      for (const lane of LANES) waited[lane] = lane !== choice.lane && ready[lane] ? waited[lane] + 1 : 0;
      assert(Math.max(...Object.values(waited)) <= 3);
    }
  }));
});
