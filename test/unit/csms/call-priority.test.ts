import assert from "node:assert/strict";
import { callIdentity, callPriority, replacementKey } from "../../../src/csms/call-priority.ts";

Deno.test("drivers and vehicles before reports, reports before measurements", () => {
  const actions = [
    "Authorize",
    "DataTransfer",
    "StatusNotification",
    "Heartbeat",
    "NotifyEvent",
    "MeterValues",
  ] as const;
  assert.deepEqual(actions.map(callPriority), [
    "question",
    "question",
    "report",
    "report",
    "report",
    "measurement",
  ]);
});

Deno.test("only a status replaces its like", () => {
  const status = { evseId: 1, connectorId: 2, connectorStatus: "Occupied", timestamp: "t" };
  assert.equal(replacementKey("StatusNotification", status), "StatusNotification 1/2");
  assert.equal(replacementKey("MeterValues", { evseId: 1 }), undefined);
  assert.equal(replacementKey("Authorize", {}), undefined);
});

Deno.test("a CALL that is sent again is known again, whenever that is", () => {
  const events = (generatedAt: string, ...ids: number[]) => ({
    generatedAt,
    eventData: ids.map((eventId) => ({ eventId })),
  });
  const identity = (request: object) => callIdentity("NotifyEvent", request, JSON.stringify(request));
  assert.equal(identity(events("then", 1, 2)), identity(events("now", 1, 2)));
  assert.notEqual(identity(events("now", 1, 2)), identity(events("now", 1)));
  assert.equal(callIdentity("Heartbeat", {}, "{}"), "Heartbeat {}");
});
