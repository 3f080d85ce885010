import assert from "node:assert/strict";
import { createConsoleLog } from "../../../src/host/console-log.ts";
import { REPETITIONS_TIMER, VARYING_FIELDS } from "../../../src/host/repetition-filter.ts";
import type { LogFields, LogLevel } from "../../../src/kernel/logger.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";

function setUp() {
  const clock = new FakeClock();
  const lines: string[] = [];
  const log = createConsoleLog({
    clock,
    level: "debug",
    format: "journal",
    scope: "ocpp201",
    write: (line) => void lines.push(new TextDecoder().decode(line).trimEnd()),
  });
  return { clock, log, lines };
}

Deno.test("a failure that goes on is written at once, then counted with the fields of the latest", () => {
  const { clock, log, lines } = setUp();
  const csms = log.child("csms");
  for (const retryInMs of [1000, 2000, 4000]) {
    csms.warning("could not connect to the CSMS", { reason: "refused", retryInMs });
    clock.advance(10_000);
  }
  assert.deepEqual(lines, [
    "<4>ocpp201.csms: could not connect to the CSMS event=csms.connect-failed reason=refused retryInMs=1000",
  ]);
  clock.advance(30_000);
  assert.deepEqual(lines.slice(1), [
    "<4>ocpp201.csms: could not connect to the CSMS event=csms.connect-failed " +
    "repeated=2 since=2026-01-15T10:00:10.000Z reason=refused retryInMs=4000",
  ]);
  assert.deepEqual(clock.pending(), []);
});

Deno.test("a failure with other fields is another one and waits for nothing", () => {
  const { log, lines } = setUp();
  for (const evse of [1, 2, 1, 2]) log.error("an event of an EVSE could not be handled", { evse });
  assert.equal(lines.length, 2);
});

Deno.test("an earlier end of a period is not missed because a later one is waited for", () => {
  const { clock, log, lines } = setUp();
  log.error("the reset failed");
  clock.advance(50_000);
  log.warning("a call got no answer within the message timeout");
  log.warning("a call got no answer within the message timeout");
  assert.equal(clock.remainingMs(REPETITIONS_TIMER), 60_000);
  log.error("the reset failed");
  assert.equal(clock.remainingMs(REPETITIONS_TIMER), 10_000);
  clock.advance(10_000);
  assert.match(lines.at(-1) ?? "", /the reset failed event=reset.failed repeated=1 /);
  clock.advance(50_000);
  assert.match(lines.at(-1) ?? "", /event=call.timed-out repeated=1 /);
});

const UNCOUNTED: readonly {
  what: string;
  level: LogLevel;
  message: string;
  times: number;
  written: number;
}[] = [
  {
    what: "debug lines are all written",
    level: "debug",
    message: "the disk still refuses",
    times: 50,
    written: 50,
  },
  { what: "records are all written", level: "info", message: "OCPP message", times: 50, written: 50 },
  {
    what: "states are written ten times",
    level: "info",
    message: "connector status",
    times: 50,
    written: 10,
  },
  {
    what: "steps are written ten times",
    level: "notice",
    message: "connected to the CSMS",
    times: 50,
    written: 10,
  },
  {
    what: "beginnings are written ten times",
    level: "warning",
    message: "connection to the CSMS lost",
    times: 50,
    written: 10,
  },
  {
    what: "warnings are written once",
    level: "warning",
    message: "could not connect to the CSMS",
    times: 50,
    written: 1,
  },
];

for (const { what, level, message, times, written } of UNCOUNTED) {
  Deno.test(what, () => {
    const { log, lines } = setUp();
    for (let time = 0; time < times; time++) log[level](message, { at: 1 });
    assert.equal(lines.length, written);
    log.flush();
    const counted = lines.slice(written).map((line) => / repeated=(\d+) /.exec(line)?.[1]);
    assert.deepEqual(counted, written === times ? [] : [String(times - written)]);
  });
}

Deno.test("times and counters do not make another failure", () => {
  const { log, lines } = setUp();
  for (let value = 0; value < 5; value++) {
    const fields: LogFields = Object.fromEntries([...VARYING_FIELDS].map((name) => [name, value]));
    log.error("the reset failed", fields);
  }
  assert.equal(lines.length, 1);
});

Deno.test("what a flush has written is not written again, and the log goes on", () => {
  const { clock, log, lines } = setUp();
  log.error("the reset failed");
  log.error("the reset failed");
  log.flush();
  log.flush();
  assert.equal(lines.length, 2);
  log.notice("the module has stopped", { reason: "SIGTERM" });
  assert.equal(lines.at(-1), "<5>ocpp201: the module has stopped event=module.stopped reason=SIGTERM");
  assert.deepEqual(clock.pending(), []);
});

Deno.test("values that cannot be shown are told apart from others without a failure", () => {
  const { log, lines } = setUp();
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  for (const error of [circle, circle, new Error("boom"), 1n, undefined]) {
    log.error("the reset failed", { error });
  }
  assert.equal(lines.length, 4);
});
