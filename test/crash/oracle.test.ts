import assert from "node:assert/strict";
import type { SessionEvent } from "../../src/everest/interfaces/types/session-event.ts";
import type { Arrival, TransactionEvent } from "./arrivals.ts";
import { type History, judge } from "./oracle.ts";
import type { SeenEvent } from "./witness.ts";

const ID = "11111111-1111-4111-8111-111111111111";
const TOKEN = { idToken: "C1-1", type: "ISO14443" } as const;

function arrival(seqNo: number, changes: Partial<TransactionEvent> = {}, messageId = `m${seqNo}`): Arrival {
  const eventType = seqNo === 0 ? "Started" : "Updated";
  const timestamp = `2026-01-15T10:00:0${seqNo}.000Z`;
  const transactionInfo = { transactionId: ID, chargingState: "Charging" } as const;
  const triggerReason = "ChargingStateChanged";
  return { messageId, request: { eventType, timestamp, triggerReason, seqNo, transactionInfo, ...changes } };
}

const START = arrival(0, { idToken: TOKEN, evse: { id: 1, connectorId: 1 } });
const MIDDLE = arrival(1);
const END = arrival(2, {
  eventType: "Ended",
  transactionInfo: { transactionId: ID, chargingState: "EVConnected", stoppedReason: "Local" },
});

const seen = (event: SessionEvent["event"], more: Partial<SessionEvent> = {}): SeenEvent => ({
  evseId: 1,
  event: { uuid: ID, timestamp: "2026-01-15T10:00:00.000Z", event, ...more },
});
const meter_value = { timestamp: "2026-01-15T10:00:00.000Z", energy_Wh_import: { total: 1 } };
const id_tag = {
  id_token: { value: TOKEN.idToken, type: "ISO14443" },
  authorization_type: "RFID",
  prevalidated: false,
} as const;
const BEGUN = seen("TransactionStarted", { transaction_started: { id_tag, meter_value } });
const FINISHED = seen("TransactionFinished", { transaction_finished: { reason: "Local", meter_value } });

const published = (["Started", "Updated", "Ended"] as const).map((transaction_event) => ({
  transaction_event,
  session_id: ID,
  transaction_id: ID,
}));

const GOOD: History = {
  fault: "process",
  startsWith: "authorization",
  arrivals: [START, START, MIDDLE, END, END],
  published,
  taken: [BEGUN, seen("ChargingStarted"), FINISHED],
};

Deno.test("the oracle finds nothing wrong with a transaction of which everything came, some of it twice", () => {
  assert.deepEqual(judge(GOOD), []);
});

const offline = { ...MIDDLE, request: { ...MIDDLE.request, offline: true } };
const other = (event: Arrival, transactionId: string): Arrival => ({
  messageId: `${event.messageId}-${transactionId}`,
  request: { ...event.request, transactionInfo: { ...event.request.transactionInfo, transactionId } },
});
const reading = (timestamp: string, context: "Sample.Clock" | "Transaction.End") => ({
  timestamp,
  sampledValue: [{ value: 1, context }],
});

const FAULTS: readonly [what: string, history: Partial<History>, said: RegExp][] = [
  ["an event was lost", { arrivals: [START, END] }, /came as 0 2/],
  ["an event overtook another", { arrivals: [START, END, MIDDLE] }, /came as 0 2 1/],
  ["a repetition is another message", { arrivals: [START, MIDDLE, offline, END] }, /other content/],
  [
    "an event has two ids",
    { arrivals: [START, MIDDLE, { ...MIDDLE, messageId: "x" }, END] },
    /as m1 and as x/,
  ],
  ["a transaction was never closed", { arrivals: [START, MIDDLE] }, /went Started Updated/],
  ["a transaction began in the middle", { arrivals: [MIDDLE, END] }, /came as 1 2/],
  [
    "two transactions were open at once",
    { arrivals: [START, other(START, "b"), other(END, "b"), END] },
    /b started on EVSE 1 while 1111.* was open/,
  ],
  [
    "a session became two transactions",
    { arrivals: [START, MIDDLE, END, other(START, "b"), other(MIDDLE, "b"), other(END, "b")] },
    /C1-1 is in 1111.* and in b/,
  ],
  [
    "what was on disk did not come",
    { published: [...published, { ...published[1]!, transaction_id: "c", session_id: "c" }] },
    /c: 1 Updated events were on disk, 0 arrived/,
  ],
  ["nobody says who charged", { arrivals: [arrival(0), MIDDLE, END] }, /never heard of the token C1-1/],
  [
    "a transaction ended for another reason",
    {
      taken: [
        BEGUN,
        seen("TransactionFinished", { transaction_finished: { reason: "Remote", meter_value } }),
      ],
    },
    /stopped for Local, it was Remote/,
  ],
  [
    "a remote start is not told as such",
    {
      taken: [
        seen("TransactionStarted", {
          transaction_started: { id_tag: { ...id_tag, request_id: 7 }, meter_value },
        }),
      ],
    },
    /remoteStartId undefined for 7/,
  ],
  [
    "a kept meter value comes twice",
    {
      arrivals: [START, MIDDLE, {
        ...END,
        request: {
          ...END.request,
          meterValue: [
            reading("2026-01-15T10:00:01.000Z", "Sample.Clock"),
            reading("2026-01-15T10:00:01.000Z", "Sample.Clock"),
            reading("2026-01-15T10:00:02.000Z", "Transaction.End"),
          ],
        },
      }],
    },
    /ended with/,
  ],
  [
    "a power loss is told that never was",
    {
      taken: [BEGUN],
      arrivals: [START, MIDDLE, {
        ...END,
        request: {
          ...END.request,
          transactionInfo: { ...END.request.transactionInfo, stoppedReason: "PowerLoss" },
        },
      }],
    },
    /power loss/,
  ],
];

for (const [what, history, said] of FAULTS) {
  Deno.test(`the oracle sees when ${what}`, () => {
    const faults = judge({ ...GOOD, ...history });
    assert.ok(faults.some((fault) => said.test(fault)), faults.join("\n") || "it saw nothing");
  });
}

Deno.test("under the start point EnergyTransfer a session that never charged need not be told", () => {
  const nothing = { arrivals: [], published: [], startsWith: "energy" } as const;
  assert.deepEqual(judge({ ...GOOD, ...nothing, taken: [BEGUN, FINISHED] }), []);
  assert.equal(judge({ ...GOOD, ...nothing, taken: [BEGUN, seen("ChargingStarted")] }).length, 1);
});
