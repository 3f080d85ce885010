import assert from "node:assert/strict";
import type { Exchange } from "../../../../src/inspection/exchanges.ts";
import { IdMap } from "../../../../src/inspection/replay/id-map.ts";
import { RecordedCalls } from "../../../../src/inspection/replay/recorded-calls.ts";

type Call = readonly [action: string, request: unknown];

function exchange([action, request]: Call): Exchange {
  const call = {
    timestampMs: 0,
    direction: "ChargingStationToCSMS",
    frame: [2, "x", action, request],
  } as const;
  return { call, messageId: "x", action, request };
}

const status = (connectorId: number, connectorStatus: string): Call => [
  "StatusNotification",
  { evseId: 1, connectorId, connectorStatus },
];
const event = (eventType: string, triggerReason: string, transactionId = "t"): Call => [
  "TransactionEvent",
  { eventType, triggerReason, transactionInfo: { transactionId } },
];
const authorize = (idToken: string): Call => ["Authorize", { idToken: { idToken } }];
const NONE = 99;

/** What it shows, the recording, what comes now, and the steps that it is taken for. */
const TABLE:
  readonly (readonly [string, readonly Call[], readonly Call[], readonly (number | undefined)[]])[] = [
    ["in order", [authorize("A"), authorize("A")], [authorize("A"), authorize("A"), authorize("A")], [
      0,
      1,
      undefined,
    ]],
    ["by key", [authorize("A"), authorize("B")], [authorize("B"), authorize("A")], [1, 0]],
    ["another card than the recorded one", [authorize("A")], [authorize("B")], [0]],
    ["connectors are never mixed up", [status(1, "Occupied")], [status(2, "Occupied")], [undefined]],
    ["another status of the same connector", [status(1, "Occupied")], [status(1, "Faulted")], [0]],
    [
      "the same status later rather than another one now",
      [status(1, "Available"), status(1, "Occupied"), status(1, "Available")],
      [status(1, "Available"), status(1, "Available"), status(1, "Occupied")],
      [0, 2, 1],
    ],
    ["an end is no update", [event("Updated", "Deauthorized")], [event("Ended", "Deauthorized")], [
      undefined,
    ]],
    ["another reason", [event("Ended", "EVDeparted")], [event("Ended", "RemoteStop")], [0]],
    [
      "what comes by the clock is no event, nor the other way round",
      [event("Updated", "MeterValuePeriodic"), event("Updated", "RemoteStop")],
      [event("Updated", "RemoteStop"), event("Updated", "ChargingStateChanged")],
      [1, undefined],
    ],
    ["an action without keys", [["DataTransfer", { data: 1 }]], [["DataTransfer", { data: 2 }]], [0]],
  ];

for (const [name, recorded, played, steps] of TABLE) {
  Deno.test(`recorded calls: ${name}`, () => {
    const calls = new RecordedCalls(recorded.map(exchange), new IdMap());
    assert.deepEqual(played.map(([action, request]) => calls.take(action, request, NONE)), steps);
  });
}

Deno.test("recorded calls: a transaction is one throughout", () => {
  const ids = new IdMap();
  const recorded = [event("Updated", "RemoteStop", "a"), event("Updated", "RemoteStop", "b")];
  const calls = new RecordedCalls(recorded.map(exchange), ids);
  ids.pair("transaction", "a", "1");
  ids.pair("transaction", "b", "2");
  const [action, request] = event("Updated", "RemoteStop", "2");
  assert.equal(calls.take(action, request, NONE), 1);
});

Deno.test("recorded calls: what the CSMS had not asked for yet is taken only when nothing else fits as well", () => {
  const recorded = [status(1, "Occupied"), status(1, "Reserved"), status(1, "Available")];
  const take = (words: string) => {
    const calls = new RecordedCalls(recorded.map(exchange), new IdMap());
    const [action, request] = status(1, words);
    return calls.take(action, request, 1);
  };
  assert.equal(take("Available"), 2);
  assert.equal(take("Faulted"), 0);
});
