import assert from "node:assert/strict";
import fc from "fast-check";
import { pairsOf } from "../../../src/page/message-pairs.ts";
import type { InspectedFrame } from "../../../src/inspection/traffic.ts";

type Spoken = readonly [direction: "up" | "down", message: unknown];

/** Messages ten milliseconds apart. */
function frames(spoken: readonly Spoken[]): InspectedFrame[] {
  return spoken.map(([direction, message], index) => {
    const text = typeof message === "string" ? message : JSON.stringify(message);
    return {
      ...{ number: index + 1, atMs: index * 10, text, characters: text.length },
      direction: direction === "up" ? "ChargingStationToCSMS" : "CSMSToChargingStation",
    };
  });
}

const answered = (action: string, request: unknown, response: unknown) =>
  pairsOf(frames([["down", [2, "1", action, request]], ["up", [3, "1", response]]]))[0];

Deno.test("a message and its answer are one exchange, also when others come between", () => {
  const pairs = pairsOf(frames([
    ["up", [2, "a", "Heartbeat", {}]],
    ["down", [2, "a", "Reset", { type: "OnIdle" }]],
    ["down", [3, "a", { currentTime: "2026-01-15T10:00:00Z" }]],
    ["up", [3, "a", { status: "Rejected", statusInfo: { reasonCode: "FwUpdateInProgress" } }]],
    ["up", [2, "b", "StatusNotification", {}]],
  ]));
  assert.deepEqual(pairs.map(({ asker, action, outcome }) => ({ asker, action, outcome })), [
    { asker: "station", action: "Heartbeat", outcome: { kind: "answered", tookMs: 20 } },
    {
      asker: "csms",
      action: "Reset",
      outcome: { kind: "refused", tookMs: 20, status: "Rejected", code: "FwUpdateInProgress" },
    },
    { asker: "station", action: "StatusNotification", outcome: { kind: "waiting" } },
  ]);
});

Deno.test("refusals: the status of the whole, of a token, of one result, and CALLERROR", () => {
  const outcomes: readonly (readonly [response: unknown, status: string, code?: string])[] = [
    [{ status: "Faulted" }, "Faulted"],
    [{ idTokenInfo: { status: "Blocked" } }, "Blocked"],
    [
      {
        setVariableResult: [
          { attributeStatus: "Accepted" },
          { attributeStatus: "Rejected", attributeStatusInfo: { reasonCode: "ReadOnly" } },
        ],
      },
      "Rejected",
      "ReadOnly",
    ],
  ];
  for (const [response, status, code] of outcomes) {
    assert.deepEqual(answered("X", {}, response)?.outcome, {
      ...{ kind: "refused", tookMs: 10, status },
      ...(code !== undefined && { code }),
    });
  }
  const [error] = pairsOf(frames([
    ["down", [2, "1", "Nonsense", {}]],
    ["up", [4, "1", "NotImplemented", "", {}]],
  ]));
  assert.deepEqual(error?.outcome, {
    kind: "refused",
    tookMs: 10,
    status: "CALLERROR",
    code: "NotImplemented",
  });
  assert.equal(
    answered("X", {}, { status: "Accepted", customData: { status: "Odd" } })?.outcome.kind,
    "answered",
  );
});

Deno.test("the transaction of an exchange", () => {
  assert.equal(
    answered("TransactionEvent", { transactionInfo: { transactionId: "t" } }, {})?.transactionId,
    "t",
  );
  assert.equal(answered("RequestStopTransaction", { transactionId: "t" }, {})?.transactionId, "t");
  assert.equal(
    answered("SetChargingProfile", { chargingProfile: { transactionId: "t" } }, {})?.transactionId,
    "t",
  );
  assert.equal(answered("RequestStartTransaction", {}, { transactionId: "t" })?.transactionId, "t");
});

Deno.test("what is no message, or no answer to a known one, stands alone", () => {
  const pairs = pairsOf(
    frames([["up", "{"], ["down", [3, "gone", {}]], ["down", [2, 7]], ["up", "[]"]]),
  );
  assert.deepEqual(pairs.map(({ outcome }) => outcome.kind), ["stray", "stray", "stray", "stray"]);
});

Deno.test("any sequence of texts gives pairs with ascending numbers", () => {
  const message = fc.oneof(
    fc.string(),
    fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom("a", "b"), fc.jsonValue(), fc.jsonValue()),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom("up" as const, "down" as const), message)), (spoken) => {
      const numbers = pairsOf(frames(spoken)).map(({ number }) => number);
      assert.deepEqual(numbers, [...new Set(numbers)].sort((a, b) => a - b));
    }),
  );
});
