import assert from "node:assert/strict";
import { partsText, stepLine, verdictText } from "../../../src/commands/replay-text.ts";
import type { RecordingPart } from "../../../src/inspection/replay/recording-parts.ts";
import { counted, type StepOutcome, subjectOf } from "../../../src/inspection/replay/replay-step.ts";

const NOTHING = { same: 0, different: 0, skipped: 0 };

/** Outcome, the last words of its lines, and the number that it counts in. */
const TABLE: readonly (readonly [StepOutcome, readonly string[], keyof typeof NOTHING | "none"])[] = [
  [{ kind: "same" }, ["same"], "same"],
  [{ kind: "neverCame" }, ["never came"], "different"],
  [{ kind: "unexpected" }, ["unexpected"], "different"],
  [{ kind: "uncounted", why: "byTheClock" }, ["not counted: by the clock"], "none"],
  [{ kind: "uncounted", why: "beforeTheRecording" }, ["not counted: before the recording"], "none"],
  [{ kind: "skipped", maskedField: "a[0].b" }, ["skipped:", "           a[0].b is masked"], "skipped"],
  [
    { kind: "differs", differences: [{ field: "a", expected: [1], got: undefined }] },
    ["differs:", "           a: expected [1], got nothing"],
    "different",
  ],
  [
    {
      kind: "differs",
      differences: [1, 2, 3, 4, 5].map((number) => ({ field: `f${number}`, expected: "x", got: "y\x1b" })),
    },
    [
      ...["differs:", "           f1: expected x, got y\ufffd", "           f2: expected x, got y\ufffd"],
      ...["           f3: expected x, got y\ufffd", "           and 2 more"],
    ],
    "different",
  ],
];

for (const [outcome, ends, number] of TABLE) {
  Deno.test(`a step of a replay: ${outcome.kind}, ${ends.at(-1)?.trim()}`, () => {
    const lines = stepLine({ from: "station", action: "Reset", subject: "EVSE 1", outcome }).split("\n");
    assert.equal(lines[0], `station  Reset EVSE 1`.padEnd(65) + ends[0]);
    assert.deepEqual(lines.slice(1), ends.slice(1));
    const expected = number === "none" ? NOTHING : { ...NOTHING, [number]: 1 };
    assert.deepEqual(counted(NOTHING, outcome), expected);
  });
}

Deno.test("a step of a replay: long names do not break the screen", () => {
  const outcome: StepOutcome = {
    kind: "differs",
    differences: [{ field: "x".repeat(300), expected: "y".repeat(300), got: { z: "z".repeat(300) } }],
  };
  const text = stepLine({ from: "CSMS", action: "A".repeat(200), subject: "s", outcome });
  assert.ok(text.split("\n").every((line) => line.length <= 100), text);
});

Deno.test("what a request is about", () => {
  assert.deepEqual(
    [
      { evseId: 1, connectorId: 2, connectorStatus: "Occupied" },
      { evse: { id: 1, connectorId: 1 }, eventType: "Started", triggerReason: "Authorized" },
      { reason: "PowerUp" },
      { eventData: [{ component: { name: "EVSE" }, variable: { name: "Power" } }] },
      { eventData: [{}], type: 5 },
      null,
    ].map(subjectOf),
    ["EVSE 1/2 Occupied", "EVSE 1 Started Authorized", "PowerUp", "EVSE.Power", "", ""],
  );
});

const WHOLE = { number: 1, parts: [{ messages: [], leftOut: 0 }] } as const;

Deno.test("the verdict", () => {
  assert.equal(
    verdictText({ same: 3, different: 0, skipped: 0 }, WHOLE),
    "The station did the same as the recorded one: 3 of 3 steps.",
  );
  assert.equal(
    verdictText({ same: 3, different: 2, skipped: 1 }, WHOLE),
    "The station did otherwise than the recorded one in 2 of 5 steps; 1 of the CSMS could not be played.",
  );
  assert.equal(
    verdictText({ same: 3, different: 0, skipped: 0 }, {
      number: 2,
      parts: [...WHOLE.parts, ...WHOLE.parts],
    }),
    "The station did the same as the recorded one: 3 of 3 steps; part 2 of 2.",
  );
});

Deno.test("which part of a recording is played is told only where there are several", () => {
  assert.equal(partsText(WHOLE), undefined);
  const timestampMs = Date.parse("2026-01-15T10:00:00Z");
  const message = { timestampMs, direction: "ChargingStationToCSMS", frame: [] } as const;
  const parts: readonly RecordingPart[] = [
    { messages: [message], leftOut: 0 },
    { after: "outage", messages: [message, message], leftOut: 12 },
    { after: "restart", messages: [], leftOut: 1 },
  ];
  assert.deepEqual(partsText({ number: 2, parts })?.split("\n"), [
    "A replay repeats neither an outage nor a restart that the CSMS has not asked for. It plays part 2 of",
    "3 (--part N):",
    "  1  2026-01-15T10:00:00.000Z  1 message",
    "  2  2026-01-15T10:00:00.000Z  2 messages, after an outage; without 12 that follow from it",
    "  3  0 messages, after a restart; without 1 that follows from it",
  ]);
});
