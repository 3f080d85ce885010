import assert from "node:assert/strict";
import { Outgoing } from "../../../src/everest/outgoing.ts";
import { MAX_OLD_EVEREST_MESSAGE_BYTES } from "../../../src/kernel/limits.ts";
import { RecordingMqtt } from "../../fakes/mqtt/recording-mqtt.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("messages of exactly the limit of older modules are published, longer ones only to newer ones", () => {
  const mqtt = new RecordingMqtt();
  const outgoing = new Outgoing(mqtt, new RecordingLogger());
  const overhead = '{"data":"","msg_type":"Var"}'.length + "t".length;
  const fits = "x".repeat(MAX_OLD_EVEREST_MESSAGE_BYTES - overhead);
  assert.equal(outgoing.publish("t", "Var", fits), "sent");
  assert.equal(outgoing.publish("t", "Var", `${fits}x`), "refused");
  outgoing.setDialect("2025.12");
  assert.equal(outgoing.publish("t", "Var", `${fits}x`), "refused");
  outgoing.setDialect("2026.08");
  assert.equal(outgoing.publish("t", "Var", `${fits}x`), "sent");
  assert.ok(mqtt.published.every(({ qos, retain }) => qos === 2 && !retain));
});
