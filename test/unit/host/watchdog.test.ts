import assert from "node:assert/strict";
import { type Probe, startWatchdog } from "../../../src/host/watchdog.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

function setUp(limitMs: number) {
  const clock = new FakeClock();
  const log = new RecordingLogger();
  const state: { stuck?: string } = {};
  const probe: Probe = {
    name: "outbox",
    check: () => state.stuck === undefined ? "healthy" : { stuck: state.stuck },
  };
  let fed = 0;
  const watchdog = startWatchdog({ probes: [probe], clock, log, limitMs, feed: () => fed++ });
  return { clock, log, state, watchdog, fed: () => fed };
}

Deno.test("a healthy process feeds the watchdog three times per limit", () => {
  const { clock, fed } = setUp(30_000);
  assert.equal(fed(), 1);
  clock.advance(30_000);
  assert.equal(fed(), 4);
});

Deno.test("a stuck process stops feeding, says why once, and feeds again after it recovered", () => {
  const { clock, log, state, fed } = setUp(30_000);
  state.stuck = "head has not moved for 60 s";
  clock.advance(30_000);
  assert.equal(fed(), 1);
  assert.equal(log.messages("error").length, 1);
  assert.deepEqual(log.lines[0]?.fields, { stuck: ["outbox: head has not moved for 60 s"] });
  delete state.stuck;
  clock.advance(10_000);
  assert.equal(fed(), 2);
});

Deno.test("without a supervisor no timer runs", () => {
  const { clock, fed } = setUp(0);
  assert.equal(fed(), 0);
  assert.deepEqual(clock.pending(), []);
});
