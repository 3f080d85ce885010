/**
 * Sends a Heartbeat for each message of a topic, until the CSMS goes away; started by `relay-baseline.ts` with the
 * CSMS's address, the broker's socket and the topic.
 */
import { MqttClient } from "../../src/everest/mqtt/client.ts";
import { socketDialer } from "../../src/everest/mqtt/dial.ts";
import { createSystemClock } from "../../src/host/system-clock.ts";
import { silentLogger } from "../../src/kernel/silent-logger.ts";
import { dialCsms } from "./dial-csms.ts";

const [csmsUrl = "", brokerPath = "", topic = ""] = Deno.args;
const clock = createSystemClock();
const socket = await dialCsms(`${csmsUrl}/relay`);
let calls = 0;
const call = (action: string, payload: unknown) =>
  socket.send(JSON.stringify([2, `relay-${++calls}`, action, payload]));

const broker = await socketDialer(clock, 5000)({ kind: "unix", path: brokerPath });
if (broker.kind === "failed") throw new Error(broker.reason);
const mqtt = new MqttClient(broker.transport, {
  clientId: "",
  keepAliveSeconds: 0,
  window: 20,
  connectTimeoutMs: 5000,
}, {
  clock,
  logger: silentLogger,
  onMessage: () => void call("Heartbeat", {}),
});
await mqtt.subscribe([{ filter: topic, qos: 2 }]);
await call("BootNotification", {
  reason: "PowerUp",
  chargingStation: { model: "relay", vendorName: "relay" },
});
for await (const _answer of socket.messages());
Deno.exit(0);
