import assert from "node:assert/strict";
import { MAX_BATCH_EVENTS, nextBatch } from "../../../../src/station/events/event-batch.ts";
import type { WaitingEvent } from "../../../../src/station/events/waiting-events.ts";

function event(eventId: number, of: "monitor" | "equipment", actualValue = "1"): WaitingEvent {
  return {
    identity: String(eventId),
    severity: 5,
    eventId,
    data: {
      timestamp: "2026-01-15T10:00:00.000Z",
      trigger: "Delta",
      actualValue,
      eventNotificationType: of === "monitor" ? "CustomMonitor" : "HardWiredNotification",
      component: { name: "EVSE" },
      variable: { name: "Power" },
    },
  };
}

const monitors = (count: number, actualValue?: string) =>
  Array.from({ length: count }, (_, index) => event(index + 1, "monitor", actualValue));

Deno.test("values of monitors share a message up to the limit, and not one more", () => {
  assert.deepEqual(nextBatch([], 1000), []);
  assert.equal(nextBatch(monitors(MAX_BATCH_EVENTS), 1e6).length, MAX_BATCH_EVENTS);
  assert.equal(nextBatch(monitors(MAX_BATCH_EVENTS + 1), 1e6).length, MAX_BATCH_EVENTS);
});

Deno.test("a message never grows past its bytes, unless a single event does", () => {
  const bytes = JSON.stringify(event(1, "monitor").data).length + 24;
  assert.equal(nextBatch(monitors(3), 2 * bytes).length, 2);
  assert.equal(nextBatch(monitors(3), 2 * bytes - 1).length, 1);
  assert.equal(nextBatch(monitors(3, "é".repeat(2500)), 100).length, 1);
});

Deno.test("an error of the equipment goes alone", () => {
  assert.equal(nextBatch([event(1, "equipment"), event(2, "monitor")], 1e6).length, 1);
  assert.equal(nextBatch([event(1, "monitor"), event(2, "monitor"), event(3, "equipment")], 1e6).length, 2);
});
