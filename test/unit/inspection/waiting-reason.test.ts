import assert from "node:assert/strict";
import { type QueueAnswer, type QueuedMessage, waitingReason } from "../../../src/inspection/queue.ts";

const NOW = Date.parse("2026-01-15T10:00:00.000Z");
const MESSAGE: QueuedMessage = {
  ...{ id: 7, action: "TransactionEvent", occurredMs: NOW, bytes: 100 },
  ...{ attempts: 0, setbacks: 0, ahead: 0 },
};

Deno.test("why a message waits", () => {
  const table: readonly (readonly [Partial<QueuedMessage>, QueueAnswer["csms"], string])[] = [
    [{}, "notConnected", "the station is not connected"],
    [{}, "notAccepted", "the CSMS has not accepted the station"],
    [{}, "ready", "is next"],
    [{ ahead: 1 }, "notConnected", "behind 1 other"],
    [{ ahead: 3 }, "ready", "behind 3 others"],
    [{ attempts: 1 }, "ready", "refused once"],
    [{ attempts: 3 }, "notConnected", "refused 3 times; the station is not connected"],
    [{ setbacks: 2, setAsideUntilMs: NOW + 1 }, "notConnected", "set aside: 2 connections ended with it"],
    [{ setAsideUntilMs: NOW + 1 }, "ready", "rests, or waits behind one of its transaction"],
    [{ setAsideUntilMs: NOW - 1 }, "ready", "is next"],
  ];
  for (const [changes, csms, reason] of table) {
    assert.equal(waitingReason({ ...MESSAGE, ...changes }, { csms, nowMs: NOW }), reason);
  }
});
