import assert from "node:assert/strict";
import { CommandCalls, DEFAULT_CALL_TIMEOUT_MS } from "../../../src/everest/command-calls.ts";
import { resultData } from "../../../src/everest/command-messages.ts";
import type { CallOutcome, CommandOutcome, Connection } from "../../../src/everest/module.ts";
import { Outgoing } from "../../../src/everest/outgoing.ts";
import { Topics } from "../../../src/everest/topics.ts";
import type { JsonValue } from "../../../src/kernel/json.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingMqtt, settle } from "../../fakes/mqtt/recording-mqtt.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const EVSE: Connection = {
  requirement: "evse_manager",
  index: 0,
  moduleId: "evse_1",
  implementationId: "evse",
};

function setUp() {
  const clock = new FakeClock();
  const mqtt = new RecordingMqtt();
  const logger = new RecordingLogger();
  let made = 0;
  const calls = new CommandCalls({
    moduleId: "ocpp",
    topics: new Topics("everest/"),
    outgoing: new Outgoing(mqtt, logger),
    clock,
    ids: { uuid: () => `id-${++made}`, random: () => 0 },
    logger,
  });
  const outcomes: (CallOutcome | undefined)[] = [];
  const call = (
    args: Record<string, JsonValue> = {},
    timeoutMs = DEFAULT_CALL_TIMEOUT_MS,
    command = "pause_charging",
  ) => {
    const index = outcomes.push(undefined) - 1;
    void calls.call(EVSE, command, args, timeoutMs).then((outcome) => outcomes[index] = outcome);
  };
  const answer = (id: string, outcome: CommandOutcome) => {
    return calls.onResult({ data: resultData(id, "evse_1", outcome) });
  };
  return { clock, mqtt, logger, calls, call, answer, outcomes };
}

Deno.test("a call goes out with id, origin and arguments; NaN and unset members never do", async () => {
  const { mqtt, call, outcomes } = setUp();
  call({ a: 1, b: null });
  call({ limit: NaN });
  await settle();
  assert.deepEqual(mqtt.take(), [[
    "everest/modules/evse_1/impl/evse/cmd/pause_charging",
    { data: { args: { a: 1 }, id: "id-1", origin: "ocpp" }, msg_type: "Cmd" },
  ]]);
  assert.deepEqual(outcomes[1], { kind: "error", type: "MessageParsingError", message: "limit is NaN" });
});

Deno.test("answers find their call by id in any order; late and repeated ones change nothing", async () => {
  const { call, answer, outcomes, logger } = setUp();
  call();
  call();
  answer("id-2", { kind: "result", value: "second" });
  answer("id-1", { kind: "error", type: "HandlerException", message: "no" });
  answer("id-1", { kind: "result", value: "again" });
  answer("unknown", { kind: "result", value: 1 });
  await settle();
  assert.deepEqual(outcomes, [
    { kind: "error", type: "HandlerException", message: "no" },
    { kind: "result", value: "second" },
  ]);
  assert.deepEqual(logger.messages("warning"), []);
});

Deno.test("a call times out after 300 s by default and after what the caller says", async () => {
  const { clock, call, outcomes, answer } = setUp();
  call();
  call({}, 5000);
  clock.advance(5000);
  await settle();
  assert.deepEqual(outcomes[1], {
    kind: "error",
    type: "CmdTimeout",
    message: "no answer to pause_charging within 5000 ms",
  });
  clock.advance(294_999);
  await settle();
  assert.equal(typeof outcomes[0], "undefined");
  clock.advance(1);
  await settle();
  assert.equal(outcomes[0]?.kind === "error" && outcomes[0].type, "CmdTimeout");
  answer("id-1", { kind: "result", value: 1 });
  assert.deepEqual(clock.pending(), []);
});

Deno.test("when the manager shuts down, no call waits longer than the second that is left", async () => {
  const { clock, calls, call, outcomes } = setUp();
  call({}, 300);
  call();
  clock.advance(100);
  calls.capTimeouts(1000);
  call();
  clock.advance(200);
  await settle();
  assert.equal(outcomes[0]?.kind, "abandoned");
  clock.advance(800);
  await settle();
  assert.deepEqual(outcomes.map((outcome) => outcome?.kind), ["abandoned", "abandoned", "abandoned"]);
});

Deno.test("when the connection is gone, calls are abandoned, later ones at once", async () => {
  const { clock, calls, call, outcomes } = setUp();
  call();
  calls.close("broker gone");
  call();
  await settle();
  const shutdown = { kind: "abandoned", message: "broker gone" };
  assert.deepEqual(outcomes, [shutdown, shutdown]);
  assert.deepEqual(clock.pending(), []);
});

Deno.test("a call too long for older modules is not sent", async () => {
  const { mqtt, call, outcomes } = setUp();
  call({ log: "x".repeat(500 * 1024) });
  await settle();
  assert.deepEqual(mqtt.take(), []);
  assert.equal(outcomes[0]?.kind, "error");
});
