import assert from "node:assert/strict";
import { callPriority, replacementKey } from "../../../src/csms/call-priority.ts";

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
  const later = { ...status, connectorStatus: "Available", timestamp: "t2" };
  assert.equal(replacementKey("StatusNotification", status), replacementKey("StatusNotification", later));
  assert.notEqual(
    replacementKey("StatusNotification", status),
    replacementKey("StatusNotification", { ...status, connectorId: 1 }),
  );
  assert.equal(replacementKey("MeterValues", { evseId: 1 }), undefined);
  assert.equal(replacementKey("Authorize", {}), undefined);
});
