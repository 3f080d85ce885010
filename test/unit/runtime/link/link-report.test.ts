import assert from "node:assert/strict";
import { createLinkReport } from "../../../../src/runtime/link/link-report.ts";
import { createMetrics } from "../../../../src/runtime/metrics.ts";

Deno.test("the link's figures and its status line follow what happens", () => {
  const statuses: string[] = [];
  const metrics = createMetrics();
  const report = createLinkReport({
    metrics,
    serviceManager: { status: (text) => void statuses.push(text) },
    waiting: () => 3,
  });

  report.connected({ url: "ws://csms/CS-1" });
  report.message("ChargingStationToCSMS");
  report.delivered("timeout");
  report.disconnected("gone");

  assert.deepEqual(statuses, [
    "connected to ws://csms/CS-1, 3 messages waiting",
    "not connected to the CSMS (gone), 3 messages waiting",
  ]);
  const text = metrics.expose();
  assert.match(text, /ocpp_messages_total\{direction="ChargingStationToCSMS"\} 1/);
  assert.match(text, /ocpp_connections_total\{event="lost"\} 1/);
  assert.match(text, /ocpp_outbox_deliveries_total\{outcome="timeout"\} 1/);
});
