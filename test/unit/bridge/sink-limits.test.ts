import assert from "node:assert/strict";
import { SINK_RETRY_MS, SinkLimits, sinkRetryTimer } from "../../../src/bridge/sink-limits.ts";
import type { ExternalLimits } from "../../../src/everest/interfaces/types/energy.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

type Outcome = { kind: "result"; value: null } | { kind: "failed"; reason: string };

const limits = (timestamp: string): ExternalLimits => ({
  schedule_import: [{ timestamp, limits_to_root: {}, limits_to_leaves: {} }],
  schedule_export: [],
  schedule_setpoints: [],
});

function setUp() {
  const clock = new FakeClock();
  const log = new RecordingLogger();
  const sent: string[] = [];
  const answers: ((outcome: Outcome) => void)[] = [];
  const sink = new SinkLimits({
    evse: 2,
    clock,
    log,
    sink: {
      connection: { requirement: "evse_energy_sink", moduleId: "node_2", implementationId: "limits" },
      setExternalLimits(value) {
        sent.push(value.schedule_import[0]!.timestamp);
        return new Promise((resolve) => answers.push(resolve as (outcome: Outcome) => void));
      },
    } as ConstructorParameters<typeof SinkLimits>[0]["sink"],
  });
  return {
    clock,
    log,
    sent,
    sink,
    async answer(outcome: Outcome) {
      answers.shift()!(outcome);
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

const DONE: Outcome = { kind: "result", value: null };
const FAILED: Outcome = { kind: "failed", reason: "Timeout" };

Deno.test("of the limits that come while a command is under way only the newest are sent", async () => {
  const { sink, sent, answer } = setUp();
  for (const timestamp of ["1", "2", "3"]) sink.set(limits(timestamp));
  assert.deepEqual(sent, ["1"]);
  await answer(DONE);
  assert.deepEqual(sent, ["1", "3"]);
  await answer(DONE);
  assert.deepEqual(sent, ["1", "3"]);
});

Deno.test("a sink that fails is named and gets its limits later, the newest ones", async () => {
  const { sink, sent, answer, clock, log } = setUp();
  sink.set(limits("1"));
  sink.set(limits("2"));
  await answer(FAILED);
  assert.deepEqual(clock.pending(), [sinkRetryTimer(2)]);
  assert.deepEqual(log.lines.map(({ fields }) => fields), [{ evse: 2, module: "node_2", reason: "Timeout" }]);
  clock.advance(SINK_RETRY_MS);
  assert.deepEqual(sent, ["1", "2"]);
  await answer(DONE);
  assert.deepEqual(clock.pending(), []);
  assert.match(log.lines.at(-1)?.message ?? "", /accepts its limits again/);
});

Deno.test("new limits do not wait for the next attempt, and after the end there is none", async () => {
  const { sink, sent, answer, clock } = setUp();
  sink.set(limits("1"));
  await answer(FAILED);
  sink.set(limits("2"));
  assert.deepEqual(sent, ["1", "2"]);
  await answer(FAILED);
  sink.stop();
  assert.deepEqual(clock.pending(), []);
});
