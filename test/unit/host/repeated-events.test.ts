import assert from "node:assert/strict";
import {
  LONGEST_PERIOD_MS,
  MAX_ALL_FORMS,
  MAX_FORMS,
  RepeatedEvents,
} from "../../../src/host/repeated-events.ts";

interface Step {
  readonly s: number;
  readonly event: string;
}

/** The lines of a run, e.g. `0 a`, or `60 a x3 since 10` for a count; what is due is told at its time. */
function told(steps: readonly Step[], { allowed = 1, untilS = 100_000 } = {}): string[] {
  const events = new RepeatedEvents<Step>();
  const lines: string[] = [];
  const tellDueUntil = (ms: number) => {
    for (;;) {
      const dueMs = events.nextDueMs();
      if (dueMs === undefined || dueMs > ms) return;
      for (const { first, latest, repeated } of events.takeDue(dueMs)) {
        lines.push(`${dueMs / 1000} ${latest.event} x${repeated} since ${first.s}`);
      }
    }
  };
  for (const step of steps) {
    tellDueUntil(step.s * 1000);
    const decision = events.occurred({ event: step.event, form: "", allowed, line: step }, step.s * 1000);
    if (decision === "tell") lines.push(`${step.s} ${step.event}`);
  }
  tellDueUntil(untilS * 1000);
  return lines;
}

/** The event every so many seconds. */
function every(seconds: number, untilS: number, event = "a"): Step[] {
  return Array.from(
    { length: Math.floor(untilS / seconds) + 1 },
    (_, index) => ({ s: index * seconds, event }),
  );
}

const RUNS: readonly {
  readonly what: string;
  readonly steps: readonly Step[];
  readonly lines: readonly string[];
}[] = [
  {
    what: "an event that occurs once is told at once, and never again",
    steps: [{ s: 5, event: "a" }],
    lines: ["5 a"],
  },
  {
    what: "different events do not wait for each other",
    steps: [{ s: 0, event: "a" }, { s: 0, event: "b" }],
    lines: ["0 a", "0 b"],
  },
  {
    what: "repetitions are told at the end of the period, with how many and since when",
    steps: every(10, 60).slice(0, 6),
    lines: ["0 a", "60 a x5 since 10"],
  },
  {
    what: "other events in between change nothing",
    steps: [0, 10, 20].flatMap((s) => [{ s, event: "a" }, { s, event: "b" }]),
    lines: ["0 a", "0 b", "60 a x2 since 10", "60 b x2 since 10"],
  },
  {
    what: "an event that comes back after five minutes is told at once",
    steps: [0, 300, 605].map((s) => ({ s, event: "a" })),
    lines: ["0 a", "300 a", "605 a"],
  },
  {
    what: "an event that goes on slowly is counted, too",
    steps: every(65, 400),
    lines: ["0 a", "65 a", "185 a x1 since 130", "425 a x4 since 195"],
  },
  {
    what: "what goes on is told in longer and longer periods",
    steps: every(10, 480),
    lines: ["0 a", "60 a x5 since 10", "180 a x12 since 60", "420 a x24 since 180", "780 a x7 since 420"],
  },
  {
    what: "the count of an event that ended comes when its period is over, and the next time is told at once",
    steps: [...every(10, 100), { s: 420, event: "a" }],
    lines: ["0 a", "60 a x5 since 10", "180 a x5 since 60", "420 a"],
  },
];

for (const { what, steps, lines } of RUNS) {
  Deno.test(what, () => assert.deepEqual(told(steps), lines));
}

Deno.test("of an event that goes on for days there is one line an hour, and every occurrence is counted", () => {
  const steps = every(0.5, 3 * 24 * 3600);
  const lines = told(steps, { untilS: 4 * 24 * 3600 });
  const gaps = lines.map((line, index) => parseFloat(line) - parseFloat(lines[index - 1] ?? "0")).slice(
    8,
    -1,
  );
  assert.ok(gaps.length > 60);
  assert.deepEqual(new Set(gaps), new Set([LONGEST_PERIOD_MS / 1000]));
  const counted = lines.reduce((sum, line) => sum + Number(/ x(\d+) /.exec(line)?.[1] ?? 1), 0);
  assert.equal(counted, steps.length);
});

Deno.test("of steps and states as many as are allowed are told before the others are counted", () => {
  const steps = [0, 1, 2, 3, 4].map((s) => ({ s, event: "a" }));
  assert.deepEqual(told(steps, { allowed: 3 }), ["0 a", "1 a", "2 a", "60 a x2 since 3"]);
  const calm = every(30, 200);
  assert.deepEqual(told(calm, { allowed: 3 }), calm.map(({ s }) => `${s} a`));
});

Deno.test("whoever varies the fields gets no more lines by it: beyond the limit all share one count", () => {
  const events = new RepeatedEvents<number>();
  const tell = (form: number, ms: number) =>
    events.occurred({ event: "a", form: `form ${form}`, allowed: 1, line: form }, ms) === "tell" ? 1 : 0;
  let lines = 0;
  for (let form = 0; form < 100_000; form++) lines += tell(form, form);
  assert.equal(lines, MAX_FORMS + 1);
  assert.deepEqual(events.takeDue(100_000).map(({ latest, repeated }) => [latest, repeated]), [
    [99_999, 100_000 - MAX_FORMS - 1],
  ]);
  // As long as it goes on, no new form takes the place of one that has ended.
  lines = 0;
  for (let form = 0; form < 100_000; form++) lines += tell(form + 1_000_000, 100_000 + form);
  assert.equal(lines, 0);
  // After a quiet time everything is as at the beginning.
  events.takeAll(600_000);
  assert.equal(tell(5_000_000, 600_000) + tell(5_000_001, 600_000), 2);
});

Deno.test("all events together take bounded memory, and each can still be told", () => {
  const events = new RepeatedEvents<string>();
  const tell = (event: string, form: string) =>
    events.occurred({ event, form, allowed: 1, line: event }, 0) === "tell";
  let lines = 0;
  for (let event = 0; event < 100; event++) {
    for (let form = 0; form < 100; form++) if (tell(`event ${event}`, `form ${form}`)) lines++;
  }
  assert.ok(lines > 100 && lines <= MAX_ALL_FORMS + 100, `${lines} lines`);
  assert.ok(tell("a new event", ""));
});

Deno.test("at the end everything that was counted is told", () => {
  const events = new RepeatedEvents<number>();
  for (const line of [1, 2, 3]) events.occurred({ event: "a", form: "", allowed: 1, line }, line);
  assert.deepEqual(events.takeAll(4), [{ first: 2, latest: 3, repeated: 2 }]);
  assert.deepEqual(events.takeAll(5), []);
  assert.equal(events.nextDueMs(), undefined);
});
