import assert from "node:assert/strict";
import { limitSinks, SINKS_TIMER } from "../../../src/bridge/energy-sinks.ts";
import type { ExternalEnergyLimits } from "../../../src/everest/interfaces/external-energy-limits.ts";
import type { ExternalLimits } from "../../../src/everest/interfaces/types/energy.ts";
import type { CompositeSchedule } from "../../../src/station/smart-charging/composite-schedule.ts";
import { settled } from "../../fakes/memory-socket.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const EVSES = 40;

function setUp() {
  const clock = new FakeClock();
  /** `EVSE: amperes` of every command, oldest first. */
  const sent: string[] = [];
  const sinkOf = (evse: number) =>
    ({
      connection: {
        requirement: "evse_energy_sink",
        moduleId: `node_${evse}`,
        implementationId: "limits",
        index: 0,
      },
      setExternalLimits(limits: ExternalLimits) {
        sent.push(`${evse}: ${limits.schedule_import[0]?.limits_to_leaves.ac_max_current_A?.value}`);
        return Promise.resolve({ kind: "result" as const, value: undefined });
      },
    }) as Pick<ExternalEnergyLimits, "connection" | "setExternalLimits"> as ExternalEnergyLimits;
  const byEvse = new Map(Array.from({ length: EVSES }, (_, index) => [index + 1, sinkOf(index + 1)]));
  return { clock, sent, sinks: limitSinks(byEvse, "ocpp", { clock, log: new RecordingLogger() }) };
}

const schedules = (limit: number): readonly CompositeSchedule[] =>
  Array.from({ length: EVSES + 1 }, (_, evseId) => ({
    evseId,
    startSeconds: 0,
    durationSeconds: 600,
    isCutShort: false,
    unit: "A",
    periods: [{ startSeconds: 0, limit, numberPhases: 3 }],
  }));

const all = (limit: number) => Array.from({ length: EVSES }, (_, index) => `${index + 1}: ${limit}`);

Deno.test("the nodes of a large site get their limits in several turns, the last ones soon", () => {
  const { clock, sent, sinks } = setUp();
  sinks.apply(schedules(10));
  assert.equal(sent.length, 16);
  clock.advance(0);
  clock.advance(0);
  assert.deepEqual(sent, all(10));
  assert.deepEqual(clock.pending(), []);
});

Deno.test("newer limits take the place of those that were still to be sent", async () => {
  const { clock, sent, sinks } = setUp();
  sinks.apply(schedules(10));
  await settled();
  sinks.apply(schedules(20));
  while (clock.pending().length > 0) clock.advance(0);
  assert.deepEqual(sent.slice(0, 16), all(10).slice(0, 16));
  assert.deepEqual(sent.slice(16), [...all(20).slice(16), ...all(20).slice(0, 16)]);
});

Deno.test("limits that change between all turns reach the last node as well", () => {
  const { clock, sent, sinks } = setUp();
  let limit = 6;
  const change = () => {
    sinks.apply(schedules(limit++));
    if (limit < 12) clock.setTimer("change", 0, change);
    else assert(sent.some((line) => line.startsWith(`${EVSES}: `)), sent.join());
  };
  change();
  clock.advance(0);
  assert.equal(limit, 12);
});

Deno.test("limits set after the end of an earlier use are sent", async () => {
  const { clock, sent, sinks } = setUp();
  sinks.apply(schedules(10));
  sinks.stop();
  await settled();
  sinks.apply(schedules(20));
  while (clock.pending().length > 0) clock.advance(0);
  assert.deepEqual(sent.slice(16), all(20));
});

Deno.test("after the end nothing is sent", () => {
  const { clock, sent, sinks } = setUp();
  sinks.apply(schedules(10));
  assert.deepEqual(clock.pending(), [SINKS_TIMER]);
  sinks.stop();
  clock.advance(0);
  assert.equal(sent.length, 16);
});
