import assert from "node:assert/strict";
import { VariableSubscriptions } from "../../../src/everest/variable-subscriptions.ts";
import { RecordingMqtt } from "../../fakes/mqtt/recording-mqtt.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("variables asked for in one turn are subscribed together, each topic once", async () => {
  const mqtt = new RecordingMqtt();
  const variables = new VariableSubscriptions(mqtt, new RecordingLogger(), assert.fail);
  const seen: unknown[] = [];
  variables.add("a", (value) => seen.push(["first", value]));
  variables.add("b", () => {});
  variables.add("a", (value) => seen.push(["second", value]));
  await variables.acknowledged();
  variables.add("c", () => {});
  await variables.acknowledged();
  assert.deepEqual(mqtt.subscriptions, [
    [{ filter: "a", qos: 2 }, { filter: "b", qos: 2 }],
    [{ filter: "c", qos: 2 }],
  ]);
  assert.equal(variables.onVariable("a", { data: { data: null } }), undefined);
  assert.deepEqual(seen, [["first", null], ["second", null]]);
  assert.equal(variables.onVariable("a", { data: {} }), "has no data.data");
  assert.equal(variables.onVariable("a", { data: 5 }), "has no data.data");
});

Deno.test("a listener that throws keeps the value from nobody", () => {
  const logger = new RecordingLogger();
  const variables = new VariableSubscriptions(new RecordingMqtt(), logger, assert.fail);
  const seen: unknown[] = [];
  variables.add("a", () => {
    throw new Error("bug");
  });
  variables.add("a", (value) => seen.push(value));
  variables.onVariable("a", { data: { data: 1 } });
  assert.deepEqual(seen, [1]);
  assert.deepEqual(logger.messages("error"), ["handling a variable on the bus failed"]);
});

Deno.test("a refused subscription is reported: without it the station would be deaf", async () => {
  const mqtt = new RecordingMqtt();
  mqtt.subscribeOutcome = "refused";
  const reasons: string[] = [];
  const variables = new VariableSubscriptions(mqtt, new RecordingLogger(), (reason) => reasons.push(reason));
  variables.add("a", () => {});
  await variables.acknowledged();
  assert.deepEqual(reasons, ["subscription to variables refused: a"]);
});
