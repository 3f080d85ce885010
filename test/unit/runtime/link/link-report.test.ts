import assert from "node:assert/strict";
import type { LinkHost } from "../../../../src/csms/link.ts";
import type { OutboxMessage } from "../../../../src/csms/outbox-store.ts";
import { reportLink } from "../../../../src/runtime/link/link-report.ts";
import { createMetrics } from "../../../../src/runtime/metrics.ts";

Deno.test("the link's figures and its status line follow what happens, and the host still hears of it", async () => {
  const heard: string[] = [];
  const statuses: string[] = [];
  const metrics = createMetrics();
  const host = {
    connected: () => void heard.push("connected"),
    disconnected: () => void heard.push("disconnected"),
    delivered: () => Promise.resolve(void heard.push("delivered")),
    message: () => void heard.push("message"),
  } as unknown as LinkHost;
  const reported = reportLink(host, {
    metrics,
    serviceManager: { status: (text) => void statuses.push(text) },
    waiting: () => 3,
  });

  reported.connected({ configurationSlot: 1, securityProfile: 1, url: "ws://csms/CS-1" });
  reported.message("ChargingStationToCSMS", "[2]");
  await reported.delivered({} as OutboxMessage, { kind: "timeout" });
  reported.disconnected({ reason: "gone" });

  assert.deepEqual(heard, ["connected", "message", "delivered", "disconnected"]);
  assert.deepEqual(statuses, [
    "connected to ws://csms/CS-1, 3 messages waiting",
    "not connected to the CSMS (gone), 3 messages waiting",
  ]);
  const text = metrics.expose();
  assert.match(text, /ocpp_messages_total\{direction="ChargingStationToCSMS"\} 1/);
  assert.match(text, /ocpp_connections_total\{event="lost"\} 1/);
  assert.match(text, /ocpp_outbox_deliveries_total\{outcome="timeout"\} 1/);
  assert.match(text, /ocpp_outbox_messages 3/);
});
