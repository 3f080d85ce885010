import assert from "node:assert/strict";
import { createLinkReport } from "../../../../src/runtime/link/link-report.ts";
import { createMetrics } from "../../../../src/runtime/metrics.ts";

Deno.test("the link's figures and its status line follow what happens", () => {
  const told: string[] = [];
  const metrics = createMetrics();
  const report = createLinkReport({
    metrics,
    serviceStatus: {
      renew: () => void told.push("renewed"),
      disconnected: (reason) => void told.push(reason),
    },
  });

  report.connected();
  report.message("ChargingStationToCSMS");
  report.delivered("timeout");
  report.disconnected("gone");

  assert.deepEqual(told, ["renewed", "gone"]);
  const text = metrics.expose();
  assert.match(text, /ocpp_messages_total\{direction="ChargingStationToCSMS"\} 1/);
  assert.match(text, /ocpp_connections_total\{event="lost"\} 1/);
  assert.match(text, /ocpp_outbox_deliveries_total\{outcome="timeout"\} 1/);
});
