import assert from "node:assert/strict";
import { ExternalMessages } from "../../../src/everest/external-messages.ts";
import { RecordingMqtt, settle } from "../../fakes/mqtt/recording-mqtt.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("external topics carry the prefix as it is, both ways, at quality 0", async () => {
  const mqtt = new RecordingMqtt();
  const logger = new RecordingLogger();
  const external = new ExternalMessages(mqtt, "external_1", logger);
  const seen: [string, string][] = [];
  external.subscribe(
    "everest_api/+/cmd",
    (topic, payload) => seen.push([topic, new TextDecoder().decode(payload)]),
  );
  external.subscribe("everest_api/+/cmd", () => {});
  external.publish("state", "on");
  const payload = new TextEncoder().encode("x");
  external.onMessage({ topic: "external_1everest_api/ocpp/cmd", payload, qos: 0, retain: false });
  external.onMessage({ topic: "everest_api/ocpp/cmd", payload, qos: 0, retain: false });
  assert.deepEqual(mqtt.subscriptions, [[{ filter: "external_1everest_api/+/cmd", qos: 0 }]]);
  assert.deepEqual(mqtt.published, [{ topic: "external_1state", text: "on", qos: 0, retain: false }]);
  assert.deepEqual(seen, [["everest_api/ocpp/cmd", "x"]]);
  mqtt.publishOutcome = "invalid";
  external.publish("a/#", "x");
  await settle();
  assert.deepEqual(logger.messages("error"), ["an external message is not published: its topic is wrong"]);
});
