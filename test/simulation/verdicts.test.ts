import assert from "node:assert/strict";
import type { TransactionEventRequest } from "../../src/ocpp/messages.ts";
import { completeness, course, energy, lastStatuses, transactionsOf } from "./verdicts.ts";

type Kind = TransactionEventRequest["eventType"];

function event(
  seqNo: number,
  eventType: Kind,
  extra: Partial<TransactionEventRequest> = {},
): TransactionEventRequest {
  return {
    eventType,
    seqNo,
    timestamp: new Date(seqNo * 1000).toISOString(),
    triggerReason: "Trigger",
    transactionInfo: { transactionId: "t" },
    ...extra,
  };
}

const WHOLE = [event(0, "Started"), event(1, "Updated"), event(2, "Ended")];
const holds = (...events: TransactionEventRequest[]) =>
  transactionsOf(events).map(completeness).map((v) => v.holds);

Deno.test("a whole transaction is complete, also when a message was sent twice", () => {
  assert.deepEqual(holds(...WHOLE), [true]);
  assert.deepEqual(holds(WHOLE[0]!, WHOLE[1]!, WHOLE[1]!, WHOLE[2]!), [true]);
});

Deno.test("a lost, swapped, doubled or unfinished event is seen", () => {
  const [started, updated, ended] = WHOLE as [
    TransactionEventRequest,
    TransactionEventRequest,
    TransactionEventRequest,
  ];
  assert.deepEqual(holds(started, ended), [false]);
  assert.deepEqual(holds(updated, started, ended), [false]);
  assert.deepEqual(holds(started, updated, event(1, "Updated", { triggerReason: "Deauthorized" }), ended), [
    false,
  ]);
  assert.deepEqual(holds(started, updated), [false]);
  assert.deepEqual(holds(started, event(1, "Updated", { timestamp: "1969-12-31T00:00:00Z" }), ended), [
    false,
  ]);
});

Deno.test("the energy is the difference of the registers", () => {
  const reading = (value: number) => ({
    meterValue: [{
      timestamp: "2026-01-01T00:00:00Z",
      sampledValue: [{ value: 3, phase: "L1" as const }, { value }],
    }],
  });
  const transaction = [event(0, "Started", reading(10)), event(1, "Ended", reading(30))];
  assert.equal(energy(transaction, 20.4).holds, true);
  assert.equal(energy(transaction, 21).holds, false);
  assert.equal(energy(WHOLE, 0).holds, false);
});

Deno.test("the course is told by the first trigger and the last reason", () => {
  const ended = event(1, "Ended", { transactionInfo: { transactionId: "t", stoppedReason: "Local" } });
  const wanted = { trigger: "Trigger", stopped: "Local" };
  assert.equal(course("", [event(0, "Started"), ended], wanted).holds, true);
  assert.equal(course("", [event(0, "Started"), ended], { ...wanted, stopped: "Remote" }).holds, false);
  assert.equal(course("", undefined, wanted).holds, false);
});

Deno.test("the last status of each connector counts", () => {
  const status = (evseId: number, connectorStatus: "Available" | "Occupied") => ({
    ...{ timestamp: "", evseId, connectorId: 1, connectorStatus },
  });
  const seen = [status(1, "Occupied"), status(2, "Available"), status(1, "Available")];
  assert.equal(lastStatuses(seen, "Available").holds, true);
  assert.equal(lastStatuses([...seen, status(2, "Occupied")], "Available").holds, false);
  assert.equal(lastStatuses([], "Available").holds, false);
});
