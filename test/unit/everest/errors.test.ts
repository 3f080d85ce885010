import assert from "node:assert/strict";
import { errorData } from "../../../src/everest/error-messages.ts";
import { BusErrors } from "../../../src/everest/errors.ts";
import type { BusError, Mapping } from "../../../src/everest/module.ts";
import { MAX_ACTIVE_BUS_ERRORS, MAX_QUEUED_BUS_ERRORS } from "../../../src/kernel/limits.ts";
import { settle } from "../../fakes/mqtt/recording-mqtt.ts";

function error(changes: Partial<BusError> = {}, moduleId = "board", mapping?: Mapping): BusError {
  return {
    type: "evse_board_support/DiodeFault",
    subType: "",
    description: "",
    message: "",
    severity: "High",
    state: "Active",
    vendorId: "everest",
    uuid: "u",
    timestamp: "2026-05-06T10:00:00.123Z",
    origin: { moduleId, implementationId: "board_support", ...(mapping ? { mapping } : {}) },
    ...changes,
  };
}

const cleared = { state: "ClearedByModule" } as const;

function setUp(mappings: Record<string, unknown> = { board: null }) {
  const delivered: BusError[] = [];
  const { promise: answer, resolve: answerLookup } = Promise.withResolvers<
    Record<string, unknown> | undefined
  >();
  let lookups = 0;
  const errors = new BusErrors({
    allMappings: () => {
      lookups += 1;
      return answer;
    },
    deliver: (error) => delivered.push(error),
  });
  const start = () => errors.start(mappings);
  const receive = (error: BusError) => errors.onError({ data: errorData(error) });
  const seen = () =>
    delivered.map(({ type, subType, state, origin }) => [type + subType, state, origin.moduleId]);
  return { errors, start, receive, delivered, seen, answerLookup, lookups: () => lookups };
}

Deno.test("a repeated raise is dropped, a clear never: the raise may be older than our process", () => {
  const { start, receive, seen } = setUp();
  start();
  receive(error(cleared));
  receive(error());
  receive(error({ uuid: "another", message: "again" }));
  receive(error(cleared));
  receive(error());
  assert.deepEqual(seen().map(([, state]) => state), [
    "ClearedByModule",
    "Active",
    "ClearedByModule",
    "Active",
  ]);
});

Deno.test("type, sub type, module and implementation make an error; its mapping does not", () => {
  const { start, receive, delivered } = setUp();
  start();
  receive(error());
  receive(error({ subType: "L1" }));
  receive(error({ type: "evse_board_support/VentilationNotAvailable" }));
  receive(error({}, "board", { evse: 2 })); // the same as the first
  receive(error({ origin: { moduleId: "board", implementationId: "rcd" } }));
  assert.equal(delivered.length, 4);
});

Deno.test("errors that come during initialisation are delivered at its end, in order", () => {
  const { start, receive, seen } = setUp();
  receive(error());
  receive(error(cleared));
  assert.deepEqual(seen(), []);
  start();
  assert.deepEqual(seen().map(([, state]) => state), ["Active", "ClearedByModule"]);
});

Deno.test("an error without mapping gets that of its implementation, else that of its module", () => {
  const { start, receive, delivered } = setUp({
    board: { module: { evse: 1 }, implementations: { rcd: { evse: 1, connector: 2 } } },
  });
  start();
  receive(error());
  receive(error({ origin: { moduleId: "board", implementationId: "rcd" } }));
  receive(error({ subType: "own" }, "board", { evse: 9 }));
  assert.deepEqual(delivered.map(({ origin }) => origin.mapping), [
    { evse: 1 },
    { evse: 1, connector: 2 },
    { evse: 9 },
  ]);
});

Deno.test("the mapping of a module that we are not connected to is asked for once, and the errors wait for it", async () => {
  const { start, receive, delivered, answerLookup, lookups } = setUp({});
  start();
  receive(error({}, "rust_board"));
  receive(error({}, "other", { evse: 3 })); // must not overtake
  assert.equal(delivered.length, 0);
  answerLookup({ rust_board: { module: { evse: 2 } } });
  await settle();
  receive(error({}, "third"));
  assert.deepEqual(delivered.map(({ origin }) => origin.mapping), [{ evse: 2 }, { evse: 3 }, undefined]);
  assert.equal(lookups(), 1);
});

Deno.test("when the manager does not tell, errors are delivered without mapping", async () => {
  const { start, receive, delivered, answerLookup } = setUp({});
  start();
  receive(error({}, "rust_board"));
  answerLookup(undefined);
  await settle();
  assert.deepEqual(delivered.map(({ origin }) => origin.mapping), [undefined]);
});

Deno.test("what is held and what is followed is limited", () => {
  const { start, receive } = setUp();
  for (let i = 0; i < MAX_QUEUED_BUS_ERRORS; i++) {
    assert.equal(receive(error({ subType: `${i}` })), undefined);
  }
  assert.equal(receive(error({ subType: "one more" })), "too many errors at once");
  start();
  for (let i = MAX_QUEUED_BUS_ERRORS; i < MAX_ACTIVE_BUS_ERRORS; i++) {
    assert.equal(receive(error({ subType: `${i}` })), undefined);
  }
  assert.equal(receive(error({ subType: "one more" })), "too many active errors");
  assert.equal(receive(error({ subType: "0", ...cleared })), undefined);
  assert.equal(receive(error({ subType: "one more" })), undefined);
});
